"""The language of a response, told by its script, or by its function words where it is written in Latin letters."""

from __future__ import annotations

import re

_HAN = r"\u3400-\u9fff"
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), re.compile(rf"[\u3040-\u30ff{_HAN}]"), 3),
    ("ko", re.compile(r"[\uac00-\ud7af]"), re.compile(rf"[\uac00-\ud7af{_HAN}]"), 3),
    ("zh", re.compile(rf"[{_HAN}]"), re.compile(rf"[{_HAN}]"), 3),
    ("ru", re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0400-\u04ff]"), 1),
    ("ar", re.compile(r"[\u0600-\u06ff]"), re.compile(r"[\u0600-\u06ff]"), 1),
    ("hi", re.compile(r"[\u0900-\u097f]"), re.compile(r"[\u0900-\u097f]"), 1),
)
"""Languages with a sign of each, its letters, and how many Latin letters one of them is worth."""
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FORMULA = re.compile(r"\$[^$]*\$|\\\w+")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_TEXT = """
    the is are of and this that with it its from was has have on to be as which there both not by for image answer
    shows because therefore they
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_FUNCTION_WORDS = {
    "de": """der die das ist sind nicht ein eine einen einem einer und dem den des im auf mit zu zum zur von sich wird
        kein keine es er sie wir ich aus bei für über unter oder dass weil sondern aber nach vor hat haben kann zwischen
        dieses dieser diese beim vom keinen keinem""",
    "fr": """le la les un une est sont pas des du et dans sur avec pour par qui que ce cette ces il elle ils elles on
        au aux ne sous entre mais ou où je nous se son sa ses leur cela ça être très plus c d l qu n s j y""",
    "es": """el la los las un una es está están son no y en con por para que se del al su este esta esto hay lo más
        pero sino como muy tiene sobre entre ella él porque o unos unas ha""",
    "it": """il lo la gli le un una uno è sono non e nel nella con per che si del della dei delle di da questo questa
        c l ha più ma anche molto alla al dell nell sulla sul tra perché ed degli i""",
    "pt": """o a os as um uma é está estão são não e em no na nos nas com por para que se do da dos das ao à seu sua
        este esta isso mais mas como muito tem há porque pelo pela ele ela""",
    "vi": """là của và có không này trong một các con được đang với cho ở trên màu bức hình người những vì phải nằm
        cái chiếc đó đáp án chọn""",
    "tr": """cevabı doğrudur bir ve bu değil var yok için ile olarak daha çok olan cevap doğru şu resimde görüntüde göre
        ise en mi mı""",
    "id": """yang adalah ini itu dan di dengan tidak bukan ada pada dalam sebuah seekor untuk dari gambar jawaban
        sedang seorang ke karena lebih jawabannya""",
}
FUNCTION_WORDS = {language: frozenset(text.split()) for language, text in _FUNCTION_WORDS.items()}
_ANY = frozenset().union(*FUNCTION_WORDS.values())
_ALSO_ENGLISH_TEXT = """
    die an in so war son am no a o on me as i do was hat ins la par plus pour sur en lo con come al to e d c l n s
    j y ha also du ed im per
"""
_ALSO_ENGLISH = frozenset(_ALSO_ENGLISH_TEXT.split())
"""Function words that do not tell a language by themselves: they are English words, letters or parts of names."""
_HEAD = 400
"""Characters by which a language in Latin letters is told."""
_GLANCE = 200
"""Characters that show at once that a text is in English, as most are."""
_FEW = 4
"""Words of a text in which one function word tells the language."""
_TAG = re.compile(r"<[^>]{0,20}>")


def languages_of(text: str) -> tuple[str, ...]:
    """The language of a text that is not in English, as a code of two letters; several where it may be any of them."""
    if not text.isascii() and _OTHER_SCRIPT.search(text):
        found = _by_script(text)
        return (found,) if found else ()
    head = text[:_HEAD]
    return () if " the " in head or " is " in head else _by_function_words(head)


def _by_script(text: str) -> str | None:
    """The language whose letters outweigh the Latin ones, those of formulas apart."""
    text = _FORMULA.sub(" ", text)
    for language, sign, letters, weight in _SCRIPTS:
        if sign.search(text):
            own = len(letters.findall(text))
            return language if own * weight >= len(_LATIN.findall(text)) else None
    return None


def _by_function_words(head: str) -> tuple[str, ...]:
    head = head.lower()
    roughly = set(head[:_GLANCE].split())
    if len(_ENGLISH & roughly) > 1 or (len(roughly) < 2 and len(head.split()) < 2):
        return ()
    spoken = _WORD.findall(_TAG.sub(" ", head) if "<" in head else head)
    present = _ANY.intersection(spoken)
    if not present - _ALSO_ENGLISH:
        return ()
    english = sum(word in _ENGLISH for word in spoken)
    counts = {one: sum(word in words for word in spoken) for one, words in FUNCTION_WORDS.items()}
    telling = {one: len((present & words) - _ALSO_ENGLISH) for one, words in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda one: (counts[one], telling[one]))
    if not telling[best] or counts[best] <= 2 * english or (counts[best] < 2 and len(spoken) > _FEW):
        return ()
    return tuple(one for one in counts if (counts[one], telling[one]) == (counts[best], telling[best]))
