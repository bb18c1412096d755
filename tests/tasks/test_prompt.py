"""Prompts: the template's text to the letter, and every medium where it belongs."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

import pytest

from hyeval.errors import DataError
from hyeval.media import Media, MediaKind
from hyeval.records import Message, Role
from hyeval.tasks.prompt import MediaPlacement, NumberedMedia, Prompt, letter
from tests.builders import make_image

ONE, TWO, THREE = (make_image(name.encode()) for name in ("one", "two", "three"))
ORIGIN = "own, row 3 (id q3)"


def render(
    prompt: Prompt,
    question: str = "What?",
    *,
    choices: tuple[str, ...] = (),
    media: Mapping[int, Media] | None = None,
    others: NumberedMedia | None = None,
    row: Mapping[str, Any] | None = None,
) -> tuple[Message, ...]:
    """Render with images in `media`, and with videos and audio in `others`."""
    return prompt.render(question, choices, {MediaKind.IMAGE: media or {}, **(others or {})}, row or {}, origin=ORIGIN)


def parts(prompt: Prompt, question: str = "What?", **given: Any) -> tuple[str | Media, ...]:
    (message,) = render(prompt, question, **given)
    assert message.role is Role.USER
    return message.parts


def marked(user: str = "{{ question }}", marker: str = "<image {n}>") -> Prompt:
    return Prompt(user, media=MediaPlacement.MARKER, marker=marker)


# Text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ question }}", "What?"),
        ("{{ question }}\n", "What?\n"),
        ("  {{ question }} Answer yes or no.", "  What? Answer yes or no."),
        ("{{ question }}\n{% for c in choices %}{{ c.letter }}. {{ c.text }}\n{% endfor %}", "What?\nA. a\nB. b <&>\n"),
        ("{% for c in choices %}({{ c.letter }}){% if not loop.last %}, {% endif %}{% endfor %}", "(A), (B)"),
        ("{{ row.hint }}: {{ question }}", "a hint: What?"),
        ("{{ choices | length }} options", "2 options"),
        ("no variables", "no variables"),
    ],
)
def test_a_template_is_rendered_to_the_letter(template: str, text: str) -> None:
    assert parts(Prompt(template), choices=("a", "b <&>"), row={"hint": "a hint"}) == (text,)


def test_a_question_is_never_read_as_a_template() -> None:
    question = "What does {{ name }} mean in {% raw %}? <b>&amp;</b> {# note #}"
    assert parts(Prompt("{{ question }}"), question) == (question,)


def test_the_system_message_comes_first_and_is_rendered_too() -> None:
    prompt = Prompt("{{ question }}", system="About {{ row.subject }}")
    assert render(prompt, row={"subject": "music"}, media={1: ONE}) == (
        Message(Role.SYSTEM, ("About music",)),
        Message(Role.USER, (ONE, "What?")),
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{{ question", "is no valid Jinja template"),
        ("{% for c in choices %}", "is no valid Jinja template"),
        ("{{ question | no_such_filter }}", "is no valid Jinja template"),
        ("{{ questoin }}", "uses questoin; a template may use question, choices, row"),
        ("{{ image }} {{ answer }}", "uses answer, image;"),
    ],
)
@pytest.mark.parametrize("role", ["user", "system"])
def test_a_wrong_template_is_refused_before_anything_is_read(text: str, rule: str, role: str) -> None:
    with pytest.raises(ValueError, match=rule):
        Prompt(text) if role == "user" else Prompt("{{ question }}", system=text)


@pytest.mark.parametrize(
    "template",
    [
        "{{ row.missing }}",
        "{{ row.hint.deeper.still }}",
        "{{ question + 1 }}",
        "{{ 1 / 0 }}",
        "{{ choices[9].text }}",
        "{{ question.__class__.__mro__ }}",
        "{% for i in range(100000000) %}x{% endfor %}",
        "{% for x in 5 %}{% endfor %}",
    ],
)
@pytest.mark.parametrize("role", ["user", "system"])
def test_a_template_that_fails_on_a_row_names_the_row(template: str, role: str) -> None:
    prompt = Prompt(template) if role == "user" else Prompt("{{ question }}", system=template)
    with pytest.raises(DataError, match="the prompt cannot be rendered") as caught:
        render(prompt, row={"hint": "x"})
    assert str(caught.value).startswith(ORIGIN)


@pytest.mark.parametrize(
    ("user", "system", "columns"),
    [
        ("{{ question }}", None, ()),
        ("{{ row.hint }} {{ row.hint }} {{ row.unit | upper }}", None, ("hint", "unit")),
        ("{% if row.hint %}{{ row.hint }}{% endif %}", "{{ row.subject }}", ("hint", "subject")),
        ("{{ row['hint'] }} {{ row[\"the unit\"] }}", None, ("hint", "the unit")),
    ],
)
def test_the_columns_that_a_template_reads_are_known(user: str, system: str | None, columns: tuple[str, ...]) -> None:
    assert Prompt(user, system=system).columns == columns


@pytest.mark.parametrize("name", ["items", "keys", "values", "copy", "get", "the unit"])
def test_a_column_may_have_any_name(name: str) -> None:
    """A dictionary has methods of the same name, which must not end in the prompt."""
    row = {name: "the cell"}
    assert parts(Prompt(f"{{{{ row['{name}'] }}}}"), row=row) == ("the cell",)
    if name.isidentifier():
        assert parts(Prompt(f"{{{{ row.{name} }}}}"), row=row) == ("the cell",)


# Media


@pytest.mark.parametrize(
    ("placement", "expected"),
    [(MediaPlacement.BEFORE, (ONE, TWO, "What?")), (MediaPlacement.AFTER, ("What?", ONE, TWO))],
)
def test_media_stand_before_or_after_the_text(placement: MediaPlacement, expected: tuple[str | Media, ...]) -> None:
    assert parts(Prompt("{{ question }}", media=placement), media={1: ONE, 3: TWO}) == expected
    assert parts(Prompt("{{ question }}", media=placement)) == ("What?",)


ALL = {1: ONE, 2: TWO, 3: THREE}


@pytest.mark.parametrize(
    ("question", "media", "expected"),
    [
        ("<image 1>What?", {1: ONE}, (ONE, "What?")),
        ("What?<image 1>", {1: ONE}, ("What?", ONE)),
        ("<image 1>", {1: ONE}, (ONE,)),
        ("Left <image 1> right <image 2>.", ALL, ("Left ", ONE, " right ", TWO, ".")),
        ("<image 2><image 1>", ALL, (TWO, ONE)),
        ("<image 1> and again <image 1>?", {1: ONE}, (ONE, " and again <image 1>?")),
        ("only <image 3>", ALL, ("only ", THREE)),
        ("no mention", ALL, ("no mention",)),
        ("<image 2>", {2: TWO}, (TWO,)),
        ("<image> <image x> <Image 1>", {1: ONE}, ("<image> <image x> <Image 1>",)),
        ("<image 1> then <image 12>", {1: ONE, 12: TWO}, (ONE, " then ", TWO)),
    ],
)
def test_a_marker_is_where_its_image_stands(
    question: str, media: Mapping[int, Media], expected: tuple[str | Media, ...]
) -> None:
    assert parts(marked(), question, media=media) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("<image 1> and again <image 1>?", (ONE, " and again ", ONE, "?")),
        ("<image 2>", (TWO,)),
        ("no mention", (ONE, TWO, THREE, "no mention")),
    ],
)
def test_every_marker_may_be_its_image(question: str, expected: tuple[str | Media, ...]) -> None:
    prompt = Prompt("{{ question }}", media=MediaPlacement.EVERY_MARKER)
    assert parts(prompt, question, media=ALL) == expected


def test_markers_in_options_are_replaced_too() -> None:
    prompt = marked("{{ question }}\n{% for c in choices %}({{ c.letter }}) {{ c.text }}\n{% endfor %}")
    found = parts(prompt, "Which is <image 1>?", choices=("<image 2>", "<image 3>", "none"), media=ALL)
    assert found == ("Which is ", ONE, "?\n(A) ", TWO, "\n(B) ", THREE, "\n(C) none\n")


@pytest.mark.parametrize(
    ("marker", "question"),
    [
        ("[img{n}]", "a [img1] b"),
        ("({n})", "a (1) b"),
        ("{n}", "a 1 b"),
        ("<image_{n}", "a <image_1 b"),
        ("$^{n}", "a $^1 b"),
    ],
)
def test_a_marker_may_be_any_text(marker: str, question: str) -> None:
    assert parts(marked(marker=marker), question, media={1: ONE}) == ("a ", ONE, " b")


@pytest.mark.parametrize("question", ["What does <image 2> show?", "<image 0>", "<image 1> and <image 7>"])
def test_an_image_that_is_mentioned_and_not_there_is_an_error(question: str) -> None:
    with pytest.raises(DataError, match=r"mentions '<image \d>', but the row has no image \d") as caught:
        render(marked(), question, media={1: ONE})
    assert str(caught.value).startswith(ORIGIN)


@pytest.mark.parametrize("marker", ["<image>", "", "<image N>"])
def test_a_marker_without_a_number_is_refused(marker: str) -> None:
    """It would match nothing, and every question would be asked without its images."""
    for placement in (MediaPlacement.MARKER, MediaPlacement.EVERY_MARKER):
        with pytest.raises(ValueError, match=r"\{n\}"):
            Prompt("{{ question }}", media=placement, marker=marker)


CLIP, OTHER_CLIP = (Media(MediaKind.VIDEO, name) for name in (b"clip", b"other"))
TONE = Media(MediaKind.AUDIO, b"tone")
CLIPS: NumberedMedia = {MediaKind.VIDEO: {1: CLIP, 2: OTHER_CLIP}, MediaKind.AUDIO: {1: TONE}}


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (MediaPlacement.BEFORE, (ONE, CLIP, OTHER_CLIP, TONE, "What?")),
        (MediaPlacement.AFTER, ("What?", ONE, CLIP, OTHER_CLIP, TONE)),
        (MediaPlacement.MARKER, ("What?",)),
    ],
)
def test_videos_and_audio_follow_the_images(placement: MediaPlacement, expected: tuple[str | Media, ...]) -> None:
    assert parts(Prompt("{{ question }}", media=placement), media={1: ONE}, others=CLIPS) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("<video 1>What?", (CLIP, "What?")),
        ("<audio 1> like <video 2> or <image 1>?", (TONE, " like ", OTHER_CLIP, " or ", ONE, "?")),
        ("<video 1> and again <video 1>", (CLIP, " and again <video 1>")),
        ("<video> <Video 1> <audio x>", ("<video> <Video 1> <audio x>",)),
        ("<image 1> then <video 1>", (ONE, " then ", CLIP)),
    ],
)
def test_videos_and_audio_have_markers_of_their_own(question: str, expected: tuple[str | Media, ...]) -> None:
    assert parts(marked(), question, media={1: ONE}, others=CLIPS) == expected


@pytest.mark.parametrize("marker", ["{n}", "<video {n}", "[img{n}]"])
def test_the_marker_of_images_does_not_get_in_the_way_of_the_others(marker: str) -> None:
    assert parts(marked(marker=marker), "See <audio 1>.", others=CLIPS) == ("See ", TONE, ".")


@pytest.mark.parametrize("question", ["<video 3>", "<audio 2> and <video 1>"])
def test_a_video_or_sound_that_is_mentioned_and_not_there_is_an_error(question: str) -> None:
    with pytest.raises(DataError, match=r"mentions '<(video|audio) \d>', but the row has no \1 \d") as caught:
        render(marked(), question, others=CLIPS)
    assert str(caught.value).startswith(ORIGIN)


def test_without_videos_in_the_task_their_marker_is_text() -> None:
    question = "What does the tag <video 1> do in HTML?"
    assert parts(marked(), question) == (question,)


def test_letters_of_options() -> None:
    assert "".join(letter(i) for i in range(26)) == string.ascii_uppercase


# Filters and columns made of others


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ row.text | regex_replace("\\\\s*C") }}', "A,"),
        ('{{ row.text | regex_replace("([A-Z])", "<\\\\1>") }}', "<A>, <C>"),
        ('{{ row.text | regex_findall("[A-Z]") }}', "['A', 'C']"),
        ('{{ row.text | regex_findall("([A-Z]),") }}', "['A']"),
        ('{% filter regex_replace(", ", "\\n") %}{{ row.text }}{% endfilter %}', "A\nC"),
    ],
)
def test_regular_expressions_are_filters(template: str, text: str) -> None:
    assert parts(Prompt(template), row={"text": "A, C"}) == (text,)
