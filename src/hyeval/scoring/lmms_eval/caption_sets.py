"""Captions of RefCOCO, COCO, NoCaps and Flickr30k as lmms-eval scores them.

Sources: lmms-eval at 75571cfe, tasks/{refcoco,coco_cap,nocaps,flickr30k}/utils.py, which hand the captions to
pycocoevalcap. METEOR, a Java program with tables of paraphrases, is not computed; SPICE is off in the framework too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hyeval.scoring.captions import LONGEST_GRAM, bleu, cider, matches, rouge_l
from hyeval.scoring.lmms_eval.aggregation import mean, metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict
from hyeval.scoring.treebank import words

BLEU = tuple(f"Bleu_{size}" for size in range(1, LONGEST_GRAM + 1))
ROUGE, CIDER = "ROUGE_L", "CIDEr"


@dataclass(frozen=True)
class Caption:
    """`references` names the field that holds them; metrics of the corpus are told with the `prefix`."""

    prefix: str
    references: str = "answer"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """BLEU and ROUGE-L of one caption; CIDEr is one of the corpus."""
        caption, references = words(response), [words(str(text)) for text in document[self.references]]
        counts = matches(caption, references)
        values = dict(zip(BLEU, bleu(counts), strict=True)) | {ROUGE: rouge_l(caption, references)}
        return Verdict(response, values, {"caption": caption, "references": references})

    def with_corpus(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """The verdicts with the CIDEr of each caption, which depends on all of them."""
        values = cider(*_texts(verdicts))
        return [
            replace(verdict, values={**verdict.values, CIDER: value})
            for verdict, value in zip(verdicts, values, strict=True)
        ]

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """BLEU of the corpus, mean ROUGE-L, mean CIDEr."""
        if not verdicts:
            return {}
        captions, references = _texts(verdicts)
        first, *others = (matches(*pair) for pair in zip(captions, references, strict=True))
        values = dict(zip(BLEU, bleu(sum(others, first)), strict=True))
        values |= {ROUGE: metric_mean(verdicts, ROUGE), CIDER: mean(cider(captions, references))}
        return {f"{self.prefix}_{name}": value for name, value in values.items()}


def _texts(verdicts: Sequence[Verdict]) -> tuple[list[Any], list[Any]]:
    """The words of the captions, and those of their references."""
    return [one.record["caption"] for one in verdicts], [one.record["references"] for one in verdicts]
