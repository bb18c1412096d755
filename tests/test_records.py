"""Records: what two requests must share to share an answer, and what a response may hold."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hyeval.media import Media, MediaKind
from hyeval.records import (
    GenerationSettings,
    Message,
    Request,
    RequestError,
    Response,
    ResponseStatus,
    Role,
    Sample,
    ScoreStatus,
    SentMedia,
    Usage,
    canonical_json,
    fingerprint,
)
from tests.builders import MODEL, image_bytes, make_image, make_request, make_sample

ROOT = Path(__file__).resolve().parents[1]
RED, BLUE = make_image(image_bytes("red")), make_image(image_bytes("blue"))


def asked(*parts: str | Media, role: Role = Role.USER) -> Request:
    return make_request(make_sample(messages=[Message(role, parts)]))


def generated(**settings: Any) -> Request:
    return make_request(generation=dataclasses.replace(GenerationSettings(), **settings))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        ({"a": {"z": [1, 2], "y": None}}, {"a": {"y": None, "z": [1, 2]}}),
        ((1, 2), [1, 2]),
    ],
)
def test_equal_values_have_one_canonical_text(one: Any, other: Any) -> None:
    assert canonical_json(one) == canonical_json(other)
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, 2.5, True, None], "a": "x"}, '{"a":"x","b":[1,2.5,true,null]}'),
        ({"ü": "数学 🙂"}, '{"ü":"数学 🙂"}'),
        ("a\nb\u2028c", '"a\\nb\u2028c"'),
        ([], "[]"),
    ],
)
def test_canonical_json_is_compact_sorted_and_unescaped(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("-inf")]}])
def test_canonical_json_refuses_what_json_cannot_say(value: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(value)


def test_fingerprints_are_short_and_tell_values_apart() -> None:
    values: list[Any] = [{}, [], "", 0, False, None, {"a": 1}, {"a": "1"}, {"a": 1.5}]
    prints = [fingerprint(value) for value in values]
    assert len(set(prints)) == len(values)
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in prints)


DIFFERENT_REQUESTS = {
    "message text": (asked("one"), asked("two")),
    "a blank in the text": (asked("one"), asked("one ")),
    "one part or two": (asked("ab"), asked("a", "b")),
    "media bytes": (asked(RED, "what?"), asked(BLUE, "what?")),
    "media or not": (asked(RED, "what?"), asked("what?")),
    "media kind": (asked(Media(MediaKind.IMAGE, b"x")), asked(Media(MediaKind.VIDEO, b"x"))),
    "order of text and image": (asked(RED, "what?"), asked("what?", RED)),
    "order of two images": (asked(RED, BLUE, "what?"), asked(BLUE, RED, "what?")),
    "text that looks like a digest": (asked(RED), asked(RED.digest)),
    "role": (asked("one"), asked("one", role=Role.SYSTEM)),
    "one message or two": (
        make_request(make_sample(messages=[Message(Role.USER, ("a",)), Message(Role.USER, ("b",))])),
        asked("a", "b"),
    ),
    "max_tokens": (generated(), generated(max_tokens=7)),
    "temperature": (generated(), generated(temperature=0.7)),
    "top_p": (generated(), generated(top_p=0.9)),
    "top_k": (generated(), generated(top_k=5)),
    "stop": (generated(), generated(stop=("\n",))),
    "top_logprobs": (generated(), generated(top_logprobs=5)),
    "order of stop strings": (generated(stop=("a", "b")), generated(stop=("b", "a"))),
    "seed": (make_request(), make_request(seed=1)),
    "repeat": (make_request(), make_request(repeat=1)),
    "seed is not repeat": (make_request(seed=1), make_request(repeat=1)),
    "model": (make_request(), make_request(model=canonical_json({"engine": "test", "revision": "2"}))),
}


@pytest.mark.parametrize("ingredient", DIFFERENT_REQUESTS)
def test_the_key_changes_with_everything_that_can_change_the_answer(ingredient: str) -> None:
    one, other = DIFFERENT_REQUESTS[ingredient]
    assert one.key != other.key


def test_settings_of_media_count_where_there_are_such_media() -> None:
    def model(frames: int | None) -> str:
        settings = {} if frames is None else {"media": {"video": {"frames": frames}}}
        return canonical_json({"engine": "test", "revision": "1"} | settings)

    film, picture = (make_sample(media=[medium]) for medium in (Media(MediaKind.VIDEO, b"film"), make_image()))
    keys = [make_request(film, model=model(frames)).key for frames in (None, 8, 16)]
    assert len(set(keys)) == 3
    for sample in (picture, make_sample()):
        assert len({make_request(sample, model=model(frames)).key for frames in (None, 8, 16)}) == 1


def test_every_generation_setting_is_among_the_ingredients_of_the_key() -> None:
    """A setting that is added to the class and forgotten in the key would let a wrong answer be reused."""
    names = {field.name for field in dataclasses.fields(GenerationSettings)}
    assert names == set(GenerationSettings(top_logprobs=1).rendered())
    assert names <= DIFFERENT_REQUESTS.keys()


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "another"},
        {"index": 99},
        {"targets": ("8", "eight")},
        {"choices": ("7", "8")},
        {"question": "as the extractor sees it"},
        {"group": "Physics"},
        {"cluster": "photo 3"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_key_ignores_what_the_model_never_sees(changed: dict[str, Any]) -> None:
    sample = make_sample(media=[RED])
    assert make_request(dataclasses.replace(sample, **changed)).key == make_request(sample).key


def test_the_key_ignores_where_the_media_were_read() -> None:
    keys = {
        make_request(make_sample(media=[make_image(origin=place)])).key for place in ("", "mmmu, row 3", "file.png")
    }
    assert len(keys) == 1


def test_the_key_is_the_same_in_every_process() -> None:
    """Neither hash randomisation nor anything else of one process may enter it."""
    code = "from tests.builders import *; print(make_request(make_sample(media=[make_image(b'x')]), seed=3).key)"
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert keys == {make_request(make_sample(media=[make_image(b"x")]), seed=3).key}


def test_a_stored_answer_of_an_earlier_version_is_still_found() -> None:
    """A changed key makes every stored answer unreachable: change this value only together with `KEY_SCHEMA`."""
    request = make_request(make_sample("How many?", media=[make_image(b"not decoded")]), seed=5, repeat=2)
    assert request.key == "8b931013836dc27e24d7df70f0dd4aa018f804f2a59a81e281f9ee28fd08172a"


def test_the_key_is_that_of_canonical_json() -> None:
    """Its text is put together from parts that requests share, and is what serializing the whole gives."""
    settings = GenerationSettings(max_tokens=9, stop=("ä", '"'))
    for more in ({}, {"continuations": ("α", "b\n")}, {"rubric": "mmvet/2"}, {"continuations": ("a",), "rubric": "x"}):
        request = Request(make_sample('A "B"?\u2028'), settings, MODEL, seed=5, repeat=2, **more)
        content = more | {
            "schema": 1,
            "messages": request.sample.rendered_messages,
            "generation": settings.rendered(),
            "seed": 5,
            "repeat": 2,
        }
        whole = f"{request.model}\n{canonical_json(content)}"
        assert request.key == hashlib.sha256(whole.encode()).hexdigest()


def test_the_content_id_is_that_of_canonical_json() -> None:
    sample = make_sample('A "B"?\u2028', media=[RED])
    content = [sample.id, sample.rendered_messages, sample.targets, sample.choices, sample.group, sample.cluster]
    assert sample.content_id == hashlib.sha256(canonical_json(content).encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "another"},
        {"messages": (Message(Role.USER, ("other",)),)},
        {"targets": ("8",)},
        {"choices": ("7", "8")},
        {"group": "g"},
        {"cluster": "c"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_content_id_changes_with_what_is_asked_and_expected(changed: dict[str, Any]) -> None:
    sample = make_sample()
    assert dataclasses.replace(sample, **changed).content_id != sample.content_id


def test_the_content_id_ignores_the_position_and_the_place() -> None:
    here = make_sample(media=[make_image(origin="here")], id="a")
    there = dataclasses.replace(make_sample(media=[make_image(origin="there")], id="a"), index=7)
    assert here.content_id == there.content_id


def test_media_of_all_messages_are_listed_in_order() -> None:
    messages = [Message(Role.SYSTEM, ("s", BLUE)), Message(Role.USER, (RED, "u", BLUE))]
    assert make_sample(messages=messages).media == (BLUE, RED, BLUE)


@pytest.mark.parametrize("record", [make_sample(), make_request(), Response(ResponseStatus.OK, text="7"), RED])
def test_records_cannot_be_changed(record: Any) -> None:
    field = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, field, "changed")


ERROR = RequestError("timeout", "no answer within 60 s", 3)


@pytest.mark.parametrize("status", ResponseStatus)
def test_only_ok_truncated_and_refused_count_as_answered(status: ResponseStatus) -> None:
    assert status.answered == (status in ("ok", "truncated", "refused"))


@pytest.mark.parametrize("status", [status for status in ResponseStatus if not status.answered])
@pytest.mark.parametrize("fields", [{"text": "7", "error": ERROR}, {"text": "", "error": ERROR}, {"text": "7"}, {}])
def test_an_error_never_stands_where_an_answer_stands(status: ResponseStatus, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="error"):
        Response(status, **fields)


@pytest.mark.parametrize("status", [status for status in ResponseStatus if status.answered])
@pytest.mark.parametrize("fields", [{"text": "7", "error": ERROR}, {"error": ERROR}])
def test_an_answer_has_no_error(status: ResponseStatus, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="text"):
        Response(status, **fields)


def test_a_failure_has_the_reason_and_no_text() -> None:
    response = Response.failure("ValueError", "out of tokens", status=ResponseStatus.REJECTED)
    assert (response.text, response.status) == (None, ResponseStatus.REJECTED)
    assert response.error == RequestError("ValueError", "out of tokens", 1)
    assert Response.failure("a", "b").status is ResponseStatus.FAILED


TEXTS = [
    "",
    "7",
    "数学 🙂",
    "line\nbreak\ttab \\ \" '",
    "\u2028\u2029\x00\x1b[0m",
    "e\u0301",
    "\N{MUSICAL SYMBOL G CLEF}",
]


@pytest.mark.parametrize(
    "response",
    [
        *[Response(ResponseStatus.OK, text=text) for text in TEXTS],
        Response(ResponseStatus.TRUNCATED, "cut", "length", Usage(10, 512), 1.25),
        Response(ResponseStatus.REFUSED, "I cannot", "content_filter", Usage(None, 3)),
        Response(ResponseStatus.REFUSED),
        *[Response(status, error=ERROR) for status in ResponseStatus if not status.answered],
        *[Response.failure("é", text) for text in TEXTS],
        Response(
            ResponseStatus.OK,
            text="7",
            sent=(
                SentMedia(MediaKind.IMAGE, 70, "sha256:0a", 8, 6),
                SentMedia(MediaKind.AUDIO, 844, "sha256:0b"),
            ),
        ),
    ],
    ids=repr,
)
def test_a_response_comes_back_from_json_as_it_was(response: Response) -> None:
    text = json.dumps(response.to_json(), ensure_ascii=False)
    assert Response.from_json(json.loads(text.encode().decode())) == response


def test_a_response_that_was_stored_before_media_were_recorded_still_loads() -> None:
    data = Response(ResponseStatus.OK, text="7").to_json()
    del data["sent"]
    assert Response.from_json(data) == Response(ResponseStatus.OK, text="7")


def test_unknown_statuses_are_refused() -> None:
    data = {**Response(ResponseStatus.OK, text="7").to_json(), "status": "fine"}
    with pytest.raises(ValueError, match="'fine' is not a valid ResponseStatus"):
        Response.from_json(data)


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        ("scored", True),
        ("unparsed", True),
        ("no_response", False),
        ("judge_failed", False),
        ("not_scored", False),
        ("submitted", False),
    ],
)
def test_what_the_machinery_did_wrong_leaves_the_mean(status: str, counted: bool) -> None:
    assert ScoreStatus(status).counted is counted
    assert len(ScoreStatus) == 6


def test_samples_are_equal_by_content() -> None:
    assert make_sample(media=[make_image(origin="a")]) == make_sample(media=[make_image(origin="b")])
    assert isinstance(make_sample(), Sample)
    assert make_request().model == MODEL
