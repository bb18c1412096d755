"""Responses in another language than their question, read by the rules through their gloss."""

from __future__ import annotations

import time

import pytest

from hyeval.scoring.choice import extract_choice
from hyeval.scoring.extraction import Question
from hyeval.scoring.foreign.language import languages_of
from hyeval.scoring.yes_no import extract_yes_no

ANIMAL = Question("Which animal is shown?", ("Dog", "Cat", "Fox", "Giraffe"))
ANIMALS = [
    # language, the sentence that names the fox, the one that denies the dog and names the fox, the dog and the fox
    ("zh", "图中是一只狐狸。", "这不是狗，而是狐狸。", "图中有狗和狐狸。"),
    ("zh", "這是一隻狐狸。", "這不是貓，是狐狸。", "貓和狐狸"),
    ("ja", "これはキツネです。", "これは犬ではなく、キツネです。", "犬とキツネです。"),
    ("ko", "여우입니다.", "이것은 개가 아니라 여우입니다.", "개와 여우가 있습니다."),
    ("de", "Das ist ein Fuchs.", "Das ist kein Hund, sondern ein Fuchs.", "Das sind ein Hund und ein Fuchs."),
    ("fr", "C'est un renard.", "Ce n'est pas un chien, mais un renard.", "C'est un chien et un renard."),
    ("es", "Es un zorro en la nieve.", "No es un perro, sino un zorro.", "Es un perro y un zorro."),
    ("it", "È una volpe.", "Non è un cane ma una volpe.", "Sono un cane e una volpe."),
    ("pt", "É uma raposa.", "Não é um cão, é uma raposa.", "São um cão e uma raposa."),
    ("ru", "Это лиса.", "Это не собака, а лиса.", "Это собака и лиса."),
    ("ar", "هذا ثعلب.", "هذا ليس كلبًا بل ثعلب.", "كلب وثعلب"),
    ("hi", "यह लोमड़ी है।", "यह कुत्ता नहीं है, बल्कि लोमड़ी है।", "कुत्ता और लोमड़ी"),
    ("vi", "Đây là con cáo.", "Đây không phải là con chó mà là con cáo.", "Đây là con chó và con cáo."),
    ("tr", "Bu bir tilki.", "Bu bir köpek değil, tilkidir.", "Bu bir köpek ve bir tilki."),
    ("id", "Ini adalah rubah.", "Ini bukan anjing, melainkan rubah.", "Ini adalah anjing dan rubah."),
]


@pytest.mark.parametrize(("named", "contrasted", "both"), [row[1:] for row in ANIMALS])
def test_an_option_is_named_in_its_translation(named: str, contrasted: str, both: str) -> None:
    read = [extract_choice(response, ANIMAL).answer for response in (named, contrasted, both)]
    assert read == ["C", "C", None]


@pytest.mark.parametrize(
    "response",
    ["الإجابة الصحيحة هي C", "الخيار C هو الصحيح.", "الجواب: (C)", "सही उत्तर C है।", "विकल्प C सही है।",
     "उत्तर: C",
     "Правильный ответ: C", "Верный вариант — C.", "Ответ: C) лиса", "정답은 C입니다.", "C가 정답입니다.",
     "C번입니다.",
     "答えはＣです。",
     "正解はCです。",
     "Cが正しいです。", "正确答案是Ｃ。", "選C", "Đáp án đúng là C.",
     "Chọn C.", "Doğru cevap C'dir.",
     "Cevap: C şıkkı", "Jawaban yang benar adalah C.", "Jawabannya adalah C",
     "Jadi, jawaban yang benar adalah (C)."],
)  # fmt: skip
def test_an_answer_statement_gives_its_letter(response: str) -> None:
    assert extract_choice(response, ANIMAL).answer == "C"


@pytest.mark.parametrize(
    "response", ["الإجابة ليست C", "C ليس صحيحا", "C गलत है।", "Ответ C неверен.", "C bukan jawabannya."]
)
def test_a_denied_letter_is_no_answer(response: str) -> None:
    assert extract_choice(response, ANIMAL).answer != "C"


@pytest.mark.parametrize(
    ("text", "language"),
    [("The rot in the wood is the main gift of the chef.", None), ("Main dish", None), ("Orange", None),
     ("No, it is a car on a road in Las Vegas.", None), ("The sign says 出口.", None),
     ("It says \"Die Welt ist schön\" in the picture, which is German.", None), ("La Paz", None), ("$x = 5$", None),
     ("Das Schild ist rot.", "de"), ("Il cartello è rosso.", "it"), ("这是红色。", "zh"), ("赤いです。", "ja")],
)  # fmt: skip
def test_a_language_is_told_by_its_script_or_its_function_words(text: str, language: str | None) -> None:
    assert languages_of(text) == (() if language is None else (language,))


HUNT = Question("Is there a fox in the picture?")


@pytest.mark.parametrize(
    ("response", "answer"),
    [("图中有一只狐狸。", "yes"), ("はい、キツネがいます。", "yes"), ("写真にキツネがいます。", "yes"),
     ("그림에 여우가 있습니다.", "yes"),
     ("Auf dem Bild ist ein Fuchs.", "yes"), ("Evet, bir tilki var.", "yes"), ("Ya, ada rubah.", "yes"),
     ("हाँ, चित्र में एक लोमड़ी है।", "yes"), ("نعم، هناك ثعلب.", "yes"), ("Không, không có cáo.", "no"),
     ("Hayır, bu bir köpek.", "no"), ("Tidak, itu anjing.", "no"), ("नहीं, यह कुत्ता है।", "no"),
     ("لا، هذا كلب.", "no"),
     ("いいえ、犬です。", "no"), ("아니요, 개입니다.", "no"), ("图中没有狐狸。", "no"),
     ("Es gibt keinen Fuchs im Bild.", "no")],
)  # fmt: skip
def test_yes_and_no(response: str, answer: str) -> None:
    assert extract_yes_no(response, HUNT).answer == answer


@pytest.mark.parametrize(
    ("choices", "response", "letter"),
    [
        (("Hund", "Fuchs", "Katze"), "Das ist ein Fuchs.", "B"),
        (("狐狸", "狗"), "图中是狐狸。", "A"),
        (("Red", "Putrid"), "The wood shows rot.", None),
        (("Hand", "Foot"), "Main", None),
        (("Poison", "Gift"), "It is a gift.", "B"),
        (("Bear", "Dog"), "It is ours.", None),
        (("Arm", "Leg"), "Arm", "A"),
    ],
)
def test_false_friends_and_questions_in_the_same_language(
    choices: tuple[str, ...], response: str, letter: str | None
) -> None:
    assert extract_choice(response, Question("What is it?", choices)).answer == letter


@pytest.mark.parametrize(
    "response",
    ["的狐龘" * 1300, "개" * 15 + "뷁", "여우고양이" * 800, "der Holztischstuhl " * 200, "إجابة صحيحة هو " * 260,
     "答案是的" * 1000,
     "はがをに" * 1000 + "B", "bu evlerden " * 330],
)  # fmt: skip
def test_long_responses_take_no_time(response: str) -> None:
    """What is the same over and over is divided in time that grows with its length alone."""
    start = time.process_time()
    extract_choice(response, ANIMAL)
    assert time.process_time() - start < 2
