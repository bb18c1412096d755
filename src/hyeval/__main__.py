"""`python -m hyeval` is the same program as the console script `hyeval`."""

import sys

from hyeval.cli import main

if __name__ == "__main__":
    sys.exit(main())
