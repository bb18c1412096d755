"""COCO captions as VLMEvalKit scores them: BLEU, ROUGE-L and CIDEr-D of the corpus, times a hundred.

Source: vlmeval/dataset/image_caption.py at commit e8e78f05, which calls pycocoevalcap 1.2 without its tokenizer. Defect
kept: words are what stands between blanks, so that case and punctuation count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hyeval.scoring.captions import CaptionCorpus, Cider, Kept, bleu, matches, rouge_l
from hyeval.scoring.rules import Aggregate, Corpus, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.literals import list_of
from hyeval.scoring.vlmevalkit.spreadsheet import read_back


class Captions:
    """BLEU and ROUGE-L of each caption, from which those of the corpus follow; CIDEr is of the corpus alone."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Return the metrics that a caption has on its own; ROUGE-L splits words at each blank."""
        caption = read_back(response)
        references = [str(reference) for reference in list_of(document["answer"])]
        counts = matches(caption.split(), [reference.split() for reference in references])
        values = {"ROUGE_L": rouge_l(caption.split(" "), [reference.split(" ") for reference in references])}
        values |= {f"Bleu_{k + 1}": value for k, value in enumerate(bleu(counts))}
        return Verdict(caption, values, {"references": references, "matches": counts})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the metrics of the corpus."""
        return self.corpus(verdicts).aggregate(np.ones(len(verdicts), dtype=np.bool_))

    def corpus(self, verdicts: Sequence[Verdict]) -> Corpus:
        """Return all captions, for the metrics over them or over a part."""
        counts = [verdict.record["matches"] for verdict in verdicts]
        return _Corpus(CaptionCorpus(*_words(verdicts), counts, [verdict.values["ROUGE_L"] for verdict in verdicts]))

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Return the verdicts with `CIDEr`: n-grams weigh the more, the fewer captions of the corpus have them."""
        scores = Cider(*_words(verdicts)).scores()
        return [
            replace(verdict, values={**verdict.values, "CIDEr": float(score)})
            for verdict, score in zip(verdicts, scores, strict=True)
        ]


@dataclass(frozen=True)
class _Corpus:
    whole: CaptionCorpus

    def aggregate(self, kept: Kept) -> Aggregate:
        """Return the metrics over the captions that are kept; none over nothing."""
        if not kept.any():
            return {}
        return {
            "Bleu": [value * 100 for value in self.whole.bleu(kept)],
            "ROUGE_L": self.whole.rouge_l(kept) * 100,
            "CIDEr": self.whole.cider(kept) * 100,
        }


def _words(verdicts: Sequence[Verdict]) -> tuple[Iterator[list[str]], Iterator[list[list[str]]]]:
    captions = (str(verdict.parsed).split() for verdict in verdicts)
    return captions, ([text.split() for text in verdict.record["references"]] for verdict in verdicts)


RULES: dict[str, Rule] = {"coco2017_cap_val": Captions()}
"""By the name of the set."""
