"""The guard: what takes too long is ended, and everything else comes out as it does without a process between."""

from __future__ import annotations

import ast
import asyncio
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil
import pytest

from hyeval.records import Sample, Score, ScoreStatus
from hyeval.scoring import EXTRACTORS, MATCHERS
from hyeval.scoring.catalogue import RULES, SCHOOLS
from hyeval.scoring.filters import Regex
from hyeval.scoring.guard import Guard, Unfinished
from hyeval.scoring.scorer import INLINE_CHARACTERS, Scoring
from tests.builders import make_response, make_sample

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
LIMIT_S = 0.5
CATASTROPHE = ("(a+)+$", "a" * 40 + "!")
LENGTH = 10_000_000
HOSTILE = {
    "(": "(" * LENGTH,
    "[": "[" * LENGTH,
    "{": "{" * LENGTH,
    "fraction": r"\frac{" * (LENGTH // 6),
    "tower": "9**9**9**9" + " " * LENGTH,
    "$": "$" * LENGTH,
    "box": r"\boxed{" * (LENGTH // 7),
    "digits": "7" * LENGTH,
    "不": "不" * LENGTH,
    "words": "a " * (LENGTH // 2),
    "tags": "<answer>" * (LENGTH // 8),
}
DOCUMENTS: dict[str, dict[str, Any]] = {
    "official.pope": {"question": "Is there a dog?", "answer": "yes", "category": "random"},
    "official.mmvp": {"Question": "Open or shut?", "options": "['open', 'shut']", "letter": "B", "pair": "0"},
    "official.nocaps": {"annotations_captions": ["a dog on a mat"], "image_domain": "in-domain"},
    "official.chartqapro": {"Question Type": "Factoid", "Answer": ["[’a’, b]"], "Year": ["NO"]},
    "lmms_eval.refcoco_bbox_rec": {"bbox": [1.0, 1.0, 8.0, 8.0], "image_width": 32, "image_height": 32},
}
"""Documents of rules that no vector records."""


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard(LIMIT_S) as guard:
        yield guard


@pytest.fixture(scope="module")
def patient() -> Iterator[Guard]:
    """A guard that gives up nothing here."""
    with Guard(60) as guard:
        yield guard


def recorded() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each rule that has vectors, with the rows of these."""
    for path in sorted(GOLDEN.glob("*.jsonl")):
        name, _, school = path.stem.partition(".")
        rule = f"{school or 'lmms_eval'}.{name}"
        if school in ("", "vlmevalkit") and name in {one.partition(".")[2] for one in RULES if one.startswith(rule)}:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield rule, json.loads(line)


ROWS = list(recorded())
DOCUMENTS |= {rule: {**row["doc"], **row.get("line", {})} for rule, row in reversed(ROWS)}


def document_sample(document: dict[str, Any]) -> Sample:
    sample = make_sample(choices=("red", "green"), targets=("B",))
    object.__setattr__(sample, "document", document)
    return sample


def scored(scoring: Scoring, guard: Guard, text: str, document: dict[str, Any] | None = None) -> Score:
    scorer = scoring.guarded(guard)
    assert scorer is not None
    return asyncio.run(scorer.score(document_sample(document or {}), make_response(text)))


def test_one_process_does_all_the_work(guard: Guard) -> None:
    assert guard.call(ast.literal_eval, "[1, 2]") == [1, 2]
    first = guard.pid
    assert guard.call(os.getpid) == first != os.getpid()


def test_what_takes_too_long_is_ended_and_the_next_call_has_another_process(guard: Guard) -> None:
    before = guard.call(os.getpid)
    with pytest.raises(Unfinished, match=r"^took longer than 0.5 s$"):
        guard.call(re.match, *CATASTROPHE)
    assert not psutil.pid_exists(before)
    assert guard.call(os.getpid) != before


@pytest.mark.parametrize(
    ("text", "reason"), [("[" * 100_000, "ran out of nesting"), ("{" + '"a":{' * 100_000, "ran out of nesting")]
)
def test_what_nests_too_deep_is_given_up(guard: Guard, text: str, reason: str) -> None:
    with pytest.raises(Unfinished, match=reason):
        guard.call(json.loads, text)


@pytest.mark.parametrize(("end", "told"), [(os.abort, "signal 6"), (os._exit, "code 7")])
def test_work_that_ends_its_process_is_given_up(guard: Guard, end: Any, told: str) -> None:
    with pytest.raises(Unfinished, match=rf"^ended its process \({told}\)$"):
        guard.call(end, *([7] if end is os._exit else []))


def test_a_process_that_somebody_else_has_ended_is_replaced(guard: Guard) -> None:
    psutil.Process(guard.call(os.getpid)).kill()
    assert guard.call(len, "abc") == 3


def test_errors_and_values_that_cannot_be_sent_are_told_with_their_traceback(guard: Guard) -> None:
    with pytest.raises(RuntimeError, match=r"literal_eval failed in its process:\nTraceback(.|\n)*SyntaxError"):
        guard.call(ast.literal_eval, "1 +")
    with pytest.raises(RuntimeError, match=r"cannot pickle '_thread\.lock'"):
        guard.call(threading.Lock)


def test_the_process_loads_no_more_than_scoring_needs(patient: Guard) -> None:
    assert scored(Scoring("choice", "choice"), patient, "B" + " " * INLINE_CHARACTERS).value == 1
    loaded = patient.call(eval, "sorted(__import__('sys').modules)")
    assert "hyeval.scoring.choice" in loaded
    assert not {"torch", "transformers", "datasets", "wandb", "openai", "hydra"} & set(loaded)


@pytest.mark.parametrize("busy", [True, False])
def test_the_process_does_not_outlive_a_killed_run(busy: bool) -> None:
    work = f"re.match, *{CATASTROPHE}" if busy else "len, ''"
    program = f"""if True:
        import os, re, time
        from hyeval.scoring.guard import Guard
        guard = Guard(1000)
        print(guard.call(os.getpid), flush=True)
        guard.call({work})
        time.sleep(1000)
    """
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    worker = psutil.Process(int(run.stdout.readline()))
    while busy and worker.cpu_percent(0.1) < 5:
        assert run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.communicate()
    worker.wait(30)


def test_closing_ends_the_process() -> None:
    with Guard(1000) as guard:
        worker = psutil.Process(guard.call(os.getpid))
    assert not worker.is_running()
    assert guard.pid is None


def test_closing_ends_what_is_computed_and_what_waits() -> None:
    guard = Guard(1000)
    worker = psutil.Process(guard.call(os.getpid))
    computed, waiting = guard.submit(re.match, *CATASTROPHE), guard.submit(len, "")
    while worker.cpu_percent(0.1) < 5:
        assert not computed.done()
    guard.close()
    with pytest.raises(Unfinished, match="was ended with the run"):
        computed.result(0)
    assert waiting.cancelled()
    assert not worker.is_running()


def test_calls_are_made_one_after_another_while_others_go_on(guard: Guard) -> None:
    endless, last = guard.submit(re.match, *CATASTROPHE), guard.submit(len, "abc")
    assert not endless.done()
    assert last.result() == 3
    with pytest.raises(Unfinished, match=r"took longer than 0\.5 s"):
        endless.result(0)


def test_what_is_loaded_before_takes_nothing_of_the_limit(guard: Guard) -> None:
    busy = partial(hashlib.pbkdf2_hmac, "sha256", b"", b"", 4_000_000)
    with pytest.raises(Unfinished):
        guard.submit(busy).result()
    assert guard.submit(len, "abc", load=busy).result() == 3


def test_short_responses_need_no_process() -> None:
    with Guard(1) as guard:
        assert scored(Scoring("choice", "choice"), guard, "The answer is B.").value == 1
        assert scored(Scoring(rule="official.pope"), guard, "yes", DOCUMENTS["official.pope"]).value == 1
        assert guard.pid is None


@pytest.mark.parametrize(
    "scoring",
    [
        Scoring("choice", "choice", filters=(Regex(kind="regex", pattern="B"),)),
        Scoring(rule="lmms_eval.dynamath_reasoning"),
    ],
)
def test_patterns_of_users_and_symbolic_mathematics_have_one_for_every_response(scoring: Scoring) -> None:
    with Guard(60) as guard:
        document = {"ground_truth": "1/2", "id": "1"}
        assert scored(scoring, guard, "<answer>B</answer>", document).status is ScoreStatus.SCORED
        assert guard.pid is not None


def test_a_pattern_without_an_end_is_the_same_as_no_answer(guard: Guard) -> None:
    pattern, text = CATASTROPHE
    scoring = Scoring("choice", "choice", filters=(Regex(kind="regex", pattern=pattern, otherwise="keep"),))
    score = scored(scoring, guard, text)
    assert (score.status, score.value) == (ScoreStatus.UNPARSED, 0.0)
    assert score.reason == "scoring took longer than 0.5 s"
    assert scored(scoring, guard, "B").value == 1


def test_for_a_rule_it_is_an_empty_answer(guard: Guard) -> None:
    pattern, text = CATASTROPHE
    scoring = Scoring(rule="lmms_eval.librispeech_test_clean", filters=(Regex(kind="regex", pattern=pattern),))
    document = DOCUMENTS["lmms_eval.librispeech_test_clean"]
    score = scored(scoring, guard, text, document)
    assert (score.status, score.reason) == (ScoreStatus.UNPARSED, "scoring took longer than 0.5 s")
    assert score.verdict == RULES[scoring.rule or ""].score(document, "")


def test_scores_are_the_same_in_both_places(patient: Guard) -> None:
    chosen = ROWS[::7]
    assert len({rule for rule, _ in chosen}) > 40
    for rule, row in chosen:
        document = {**row["doc"], **row.get("line", {})}
        scoring, response = Scoring(rule=rule), row["response"]
        padded = response + " " * INLINE_CHARACTERS
        alone = scoring.scorer()
        assert alone is not None
        apart = scored(scoring, patient, padded, document)
        expected = alone.score(document_sample(document), make_response(padded))
        assert repr((apart, apart.verdict)) == repr((expected, expected.verdict))


@pytest.mark.parametrize("name", EXTRACTORS)
def test_hostile_responses_end_for_every_extractor(name: str, guard: Guard) -> None:
    scoring = Scoring(name, name if name in MATCHERS else "exact")
    for text in HOSTILE.values():
        _ends(scoring, guard, text, {})


@pytest.mark.parametrize("school", SCHOOLS)
def test_hostile_responses_end_for_rules_of_every_school(school: str, guard: Guard) -> None:
    rules = [rule for rule in sorted(DOCUMENTS) if rule.startswith(school)]
    texts = cycle(HOSTILE.values())
    for rule in dict.fromkeys((*rules[::3], *(rule for rule in rules if "open" in rule or "wemath" in rule))):
        for text in islice(texts, 2):
            _ends(Scoring(rule=rule), guard, text, DOCUMENTS[rule])


def _ends(scoring: Scoring, guard: Guard, text: str, document: dict[str, Any]) -> None:
    score = scored(scoring, guard, text, document)
    assert score.status in (ScoreStatus.SCORED, ScoreStatus.UNPARSED)
    assert score.reason is None or score.status is ScoreStatus.UNPARSED


def test_a_stopped_process_is_given_up_by_the_clock() -> None:
    with Guard(0.01, elapsed_s=0.5) as guard:
        worker = psutil.Process(guard.call(os.getpid))
        worker.suspend()
        start = time.monotonic()
        with pytest.raises(Unfinished, match="took longer"):
            guard.call(len, "")
        assert time.monotonic() - start >= 0.5
        assert not worker.is_running()
