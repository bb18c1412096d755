"""Video-MMMU as VLMEvalKit scores it.

Source: vlmeval/dataset/videommmu.py at commit e8e78f05, after the benchmark's MMMU code (Yue et al., 2024).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.literals import list_of
from hyeval.scoring.vlmevalkit.options import lettered
from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back

NO_RESPONSE = "API Error"
NO_ANSWER = "No Answere Found"  # so spelled by the peer
CHOICE = "multiple-choice"
PERCEPTION = "perception"
LEAD_INS = (
    *("could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result ", "are ", "in total ", "total "),
    *("identify ", "recognize ", "calculated as ", "counted as ", "measured as ", "observed as ", "concluded as "),
    *("found to be ", "equals ", "determined to be ", "number of ", "value is ", "adds up to ", "have ", "has "),
)
TRIVIAL = frozenset({":", ",", ".", "!", "?", ";", "'"})
SENTENCES = re.compile(r"\.\s(?=[A-Z])|\n")
WITH_COMMAS = re.compile(r"-?\b\d{1,3}(?:,\d{3})+\b")
# `(?<!\d)` changes no match, but spares a long run of digits a trial at each of them
SCIENTIFIC = re.compile(r"-?(?<!\d)\d+(?:\.\d+)?[eE][+-]?\d+")
SIMPLE = re.compile(r"-?(?:(?<!\d)\d+\.\d+|\.\d+|(?<!\d)\d+\b)(?![eE][+-]?\d+)(?![,\d])")
NUMBER_LIMIT = 400
"""A longer text is no number."""

Candidate = str | float


class VideoMMMU:
    """Choices and open questions by the MMMU rules, on what follows the last `Answer:`.

    Defects kept: a question of type `perception` is read as an open one and compared with the letter, so that it is
    never right; a blank response leaves the denominator; after the round trip through a spreadsheet a list of
    candidates is text and is compared character by character, so that open questions are all but never right.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the answer and compare it as the type of the question asks."""
        kind, gold = str(document["question_type"]), str(document["answer"])
        text = "" if is_missing(response) else read_back(response).rpartition("Answer:")[2].strip()
        options = lettered(list_of(document["options"]))
        category = str(document.get("category", "Perception" if kind == PERCEPTION else "Adaptation"))
        record: dict[str, Any] = {"category": category}
        if text in ("", NO_RESPONSE):
            return Verdict(NO_RESPONSE, {"excluded": 1}, record)
        if kind == CHOICE:
            letter = read_choice(text, options)
            return Verdict(letter, {"correct": float(letter == gold)}, record | {"stored": letter == gold})
        candidates = read_open(text)
        right = kind != PERCEPTION and open_right(gold, candidates)
        stored = kind != PERCEPTION and open_right(gold, list(str(candidates)))
        return Verdict(candidates, {"correct": float(right)}, record | {"stored": stored})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return totals, hits and percentages by category, before and after the spreadsheet."""
        kept = [verdict for verdict in verdicts if "excluded" not in verdict.values]
        read = [(str(verdict.record["category"]), bool(verdict.values["correct"])) for verdict in kept]
        stored = [(str(verdict.record["category"]), bool(verdict.record["stored"])) for verdict in kept]
        return {
            "aggregate_results (in memory)": _table(read),
            "aggregate_results (after the xlsx round trip used by evaluate)": _table(stored),
        }


def read_choice(response: str, options: Mapping[str, str]) -> str:
    """Return the letter chosen: `A.` and `A:`, else `(A)`, else `A` and a blank, else an option's text.

    Of several the one that comes last wins. Defects kept: `A` and a blank matches at the end of a word; the text of an
    option is looked for only in a response of more than five words.
    """
    for mark in (",", ".", "!", "?", ";", ":", "'"):
        response = response.strip(mark)
    text = f" {response} "
    period = [letter for letter in options if f"{letter}." in text]
    found = period + [letter for letter in options if f"{letter}:" in text]
    form = "{}." if period else "{}:"
    if not found:
        found, form = [letter for letter in options if f"({letter})" in text], "({})"
    if not found:
        found, form = [letter for letter in options if f"{letter} " in text], " {} "
    if not found and len(text.split()) > 5:
        lower = text.lower()
        named = [letter for letter, option in options.items() if option.lower() in lower]
        return max(named, key=lambda letter: lower.rfind(options[letter].lower()), default=NO_ANSWER)
    return max(found, key=lambda letter: text.rfind(form.format(letter)), default=NO_ANSWER)


def read_open(response: str) -> list[Candidate]:
    """Return the candidate answers: what follows a lead-in in each sentence, or else everything, and all numbers."""
    phrases = _key_phrases(response)
    numbers = [number for phrase in phrases for number in _numbers(phrase)]
    candidates = {candidate for text in (*phrases, *numbers) for candidate in normalised(text)}
    return sorted(candidates, key=str)


def open_right(gold: str, candidates: Sequence[Candidate]) -> bool:
    """Return whether a candidate has the gold text in it or is the gold number."""
    wanted = normalised(gold)
    return any(
        any(isinstance(one, str) and one in candidate for one in wanted)
        if isinstance(candidate, str)
        else candidate in wanted
        for candidate in candidates
    )


def normalised(text: str) -> list[Candidate]:
    """Return a number rounded to two digits, or the text in lower case; a single letter gets a blank on either side."""
    text = text.strip()
    try:
        return [round(float(text[:NUMBER_LIMIT].replace(",", "")), 2)]
    except ValueError:
        lower = text.lower()
        return [f" {lower}", f"{lower} "] if len(lower) == 1 else [lower]


def _key_phrases(response: str) -> list[str]:
    whole = response.strip().strip(".").lower()
    sentences = SENTENCES.split(whole)
    phrases = []
    for i, sentence in enumerate(sentences):
        lead_ins = (*LEAD_INS, "=") if i == len(sentences) - 1 else LEAD_INS
        tails = [tail for lead_in in lead_ins if lead_in in sentence for tail in [sentence.split(lead_in)[-1].strip()]]
        shortest = _shortest(tails)
        if shortest and shortest not in TRIVIAL:
            phrases.append(shortest)
    return phrases or [whole]


def _shortest(tails: Sequence[str]) -> str:
    """Return the first shortest tail; an empty one gives way to whatever comes after it."""
    best = ""
    for tail in tails:
        if not best or len(tail) < len(best):
            best = tail
    return best


def _numbers(text: str) -> list[str]:
    return [*WITH_COMMAS.findall(text), *SCIENTIFIC.findall(text), *SIMPLE.findall(text)]


def _table(rows: Sequence[tuple[str, bool]]) -> dict[str, dict[str, float]]:
    names = [*dict.fromkeys(name for name, _ in rows), "Overall"]
    groups = {name: [right for other, right in rows if name in ("Overall", other)] for name in names}
    return {
        name: {
            "total": float(len(group)),
            "hit": float(sum(group)),
            "acc": sum(group) / len(group) * 100 if group else math.nan,
        }
        for name, group in groups.items()
    }


RULES: dict[str, Rule] = {"video_mmmu": VideoMMMU()}
"""By the name of the set."""
