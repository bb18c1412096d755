"""The forms of words in languages that inflect by endings: plural, gender, case, and the commonest forms of verbs.

What is not regular stands in the vocabulary beside the word. A form that the vocabulary lists for another word is that
other word.
"""

from __future__ import annotations

from collections.abc import Iterator

NOUN, ADJECTIVE, VERB, FUNCTION = "noun", "adjective", "verb", "function"
_ENDINGS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("de", NOUN): (("", "e n s en er es ern em"), ("e", "en"), ("el", "eln els"), ("er", "ern ers")),
    ("de", ADJECTIVE): (("", "e er es en em"), ("e", "er es en em"), ("el", "le ler les len"), ("er", "re res ren")),
    ("de", VERB): (("en", "e t et te ten end st"), ("eln", "elt elte elnd"), ("ern", "ert erte ernd")),
    ("fr", NOUN): (("", "s x"), ("al", "aux")),
    ("fr", ADJECTIVE): (("", "e s es"), ("x", "se ses"), ("f", "ve ves"), ("el", "elle elles"), ("n", "nne nnes"),
                        ("er", "ere eres"), ("e", "es")),
    ("fr", VERB): (("er", "e es ent ant ait ee ees era"), ("ir", "it issent issant"), ("re", "ent ant")),
    ("es", NOUN): (("", "s es"), ("z", "ces"), ("ion", "iones"), ("on", "ones"), ("an", "anes")),
    ("es", ADJECTIVE): (("o", "a os as"), ("", "s es"), ("z", "ces"), ("or", "ora oras")),
    ("es", VERB): (("ar", "a an ando o ado ada ados adas ara"), ("er", "e en iendo io ido ida era"),
                   ("ir", "e en iendo io ido ida ira"), ("arse", "a an ando"), ("erse", "e en"), ("irse", "e en")),
    ("it", NOUN): (("o", "i"), ("a", "e"), ("e", "i"), ("io", "i"), ("co", "chi ci"), ("go", "ghi gi"), ("ca", "che"),
                   ("ga", "ghe")),
    ("it", ADJECTIVE): (("o", "a i e"), ("e", "i"), ("co", "ca chi ci che"), ("go", "ga ghi ghe")),
    ("it", VERB): (("are", "a ano ando ato ata ati ate era"), ("ere", "e ono endo era"),
                   ("ire", "e ono isce iscono endo ito ita ira")),
    ("pt", NOUN): (("", "s es"), ("ao", "oes aos aes"), ("m", "ns"), ("l", "is"), ("el", "eis"), ("al", "ais")),
    ("pt", ADJECTIVE): (("o", "a os as"), ("", "s es"), ("m", "ns"), ("l", "is"), ("or", "ora oras")),
    ("pt", VERB): (("ar", "a am ando ou ado ada ados adas ara"), ("er", "e em endo eu ido ida era"),
                   ("ir", "e em indo iu ido ida ira")),
    ("ru", NOUN): (("", "а у ом е ы и ов ам ами ах ей"), ("а", "ы и е у ой ам ами ах"), ("я", "и е ю ей ям ями ях"),
                   ("ь", "я ю ем и е ей ью ям"), ("о", "а у ом е"), ("е", "я ю ем и й"), ("й", "я ю ем е и ев ям"),
                   ("ия", "ии ию ией ий"), ("ие", "ия ию ием ии"), ("ый", "ого ому ым ом"), ("ок", "ка ку ком ки ков"),
                   ("ец", "ца цу цем цы цев"), ("ка", "ок")),
    ("ru", ADJECTIVE): (("ый", "ая ое ые ого ой ому ым ых ую ом ыми"), ("ий", "ая ое ие ого ой ому им их ую ом ими яя"
                        " ее его ей ему юю"), ("ой", "ая ое ые ого ому ым ых ую ом ыми ие их им"),
                        ("ный", "ен на но ны")),
    ("ru", VERB): (("ать", "ает ают ал ала ало али ающий"), ("ить", "ит ят ил ила или"), ("еть", "ет ют ел ела"),
                   ("ять", "яет яют ял яла"), ("аться", "ается аются ался алась"), ("иться", "ится ятся ился илась")),
    ("hi", NOUN): (("", "ों ें"), ("ा", "े ों"), ("ी", "ियाँ ियों ियां")),
    ("hi", ADJECTIVE): (("ा", "े ी"),),
    ("hi", VERB): (("ना", "ता ते ती ने कर"),),
    ("id", NOUN): (("", "nya"),),
}  # fmt: skip
"""For a language and a kind of word: what a word ends in, and what may stand in its place."""


def forms(language: str, kind: str, word: str) -> Iterator[str]:
    """The regular forms of a word besides itself, those of a phrase with its last word inflected alone."""
    for ending, others in _ENDINGS.get((language, kind), ()):
        stem = word[: len(word) - len(ending)]
        if word.endswith(ending) and len(stem.rpartition(" ")[2]) >= (2 if ending else 3):
            yield from (stem + other for other in others.split())
