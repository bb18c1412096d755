"""Answers that are whole texts: pages, passages, translations.

The mean of BLEU, METEOR, the F1 of the sets of words, and one minus the edit distance. Source:
OCRBench_v2/eval_scripts/page_ocr_metric.py in https://github.com/Yuliang-Liu/MultimodalOCR, with NLTK and, for Chinese
words, jieba (`pip install 'hyeval[ocrbench]'`). METEOR does without the synonyms of WordNet, which NLTK would have to
download: words count as the same if they are equal or have one stem.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Collection, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from hyeval.errors import MissingResource
from hyeval.scoring.distance import edit_distance

MAX_CHARACTERS = 50_000
"""A longer response is no transcript; it would take too long to compare."""
_CHINESE = re.compile("[\u4e00-\u9fa5]")


def require_packages() -> None:
    """`MissingResource` if a package is not installed."""
    missing = [name for name in ("nltk", "jieba") if find_spec(name) is None]
    if missing:
        raise MissingResource(
            f"OCRBench v2 needs {' and '.join(missing)}. Install it with: pip install 'hyeval[ocrbench]'"
        )


def transcript_score(response: str, answer: str) -> float:
    """How near a text is to the wanted one, from 0 to 1."""
    if not response or len(response) > MAX_CHARACTERS:
        return 0.0
    found, gold = words_of(response, answer)
    distance = edit_distance(response, answer) / max(len(response), len(answer))
    return (_bleu(gold, found) + _meteor(gold, found) + _f1(set(gold), set(found)) + 1 - distance) / 4


def words_of(response: str, answer: str) -> tuple[list[str], list[str]]:
    """Words of both: at blanks, or by jieba if one has Chinese in it."""
    if _CHINESE.search(response) or _CHINESE.search(answer):
        cut = _tokenizer().lcut
        return cut(response), cut(answer)
    return response.split(), answer.split()


def _bleu(gold: Sequence[str], found: Sequence[str]) -> float:
    from nltk.translate.bleu_score import sentence_bleu

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no sequence of four words in common
        return float(sentence_bleu([gold], found)) if found and gold else 0.0


def _meteor(gold: Sequence[str], found: Sequence[str]) -> float:
    from nltk.translate.meteor_score import meteor_score

    return float(meteor_score([gold], found, wordnet=_NoSynonyms())) if found and gold else 0.0


class _NoSynonyms:
    """Stands where NLTK looks for the synonyms of a word."""

    def synsets(self, _word: str) -> list[Any]:
        """There are none."""
        return []


def _f1(gold: Collection[str], found: Collection[str]) -> float:
    shared = len(set(gold) & set(found))
    return 2 * shared / (len(gold) + len(found)) if shared else 0.0


@cache
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:  # its cache for all users of the machine is not to be trusted
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    return tokenizer
