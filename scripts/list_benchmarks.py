"""The table of `docs/benchmarks.md`, made of the task files.

python -m scripts.list_benchmarks > docs/benchmarks.md
"""

from __future__ import annotations

from hyeval.config.catalogue import Entry, list_entries
from hyeval.config.folders import config_folder

OWN = ("custom_", "digits")
"""Beginnings of the names of tasks that read shipped data or the user's."""
HEADING = """\
# Benchmarks

Every task is a file in `conf/task/`, which says where the data come from and why it asks as it does; `hyeval list
tasks` shows this table too, and `hyeval show NAME` paper, licence and published scores with their sources. `task=NAME`
runs one, `task=[NAME,NAME]` several, `task=suite/NAME` a suite.

A task asks and scores as its *protocol* says: `official` as the benchmark's authors do (by a rule where their metric is
more than a mean of right and wrong), `lmms_eval` and `vlmevalkit` as these two frameworks do by default, to match
numbers published with them; prompts agree with theirs to the byte (`python -m bench.golden DIR`). `likelihood` takes
the option letter that the model finds most likely, `loglikelihood` the option whose whole text it does, by the sum over
its tokens or, with `loglikelihood_normalised`, by their mean. `protocol=lmms_eval` chooses one for the run,
`tasks.NAME.protocol=vlmevalkit` for one task.

Generation settings are those of the framework. VLMEvalKit leaves the length to the model; 2048 tokens are what most of
its models get. Stop words of lmms-eval, which its chat models ignore, are left out.
"""


def document() -> str:
    """The whole page."""
    tasks = [entry for entry in list_entries("tasks", [config_folder()]) if not entry.name.startswith(OWN)]
    suites = list_entries("suites", [config_folder()])
    return "\n".join(
        [
            HEADING,
            *_table("task", tasks, ("size", "licence", "protocols")),
            "",
            "## Suites",
            "",
            *_table("suite", suites, ()),
            "",
        ]
    )


def _table(kind: str, entries: list[Entry], columns: tuple[str, ...]) -> list[str]:
    header = [kind, *columns, "what"]
    rows = [[f"`{one.name}`", *(one.details[column] for column in columns), one.description] for one in entries]
    return ["| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *rows)]


if __name__ == "__main__":
    print(document(), end="")
