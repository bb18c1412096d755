"""Captions of RefCOCO, COCO, NoCaps, Flickr30k and TextCaps as lmms-eval scores them.

Sources: lmms-eval at 75571cfe, tasks/{refcoco,coco_cap,nocaps,flickr30k,textcaps}/utils.py, which hand the captions to
pycocoevalcap. METEOR, a Java program with tables of paraphrases, is computed by the rules that ask for it; SPICE is off
in the framework too.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hyeval.errors import MissingResource
from hyeval.scoring.captions import LONGEST_GRAM, CaptionCorpus, Cider, Kept, bleu, matches, rouge_l
from hyeval.scoring.meteor import Counts, Meteor, MeteorError
from hyeval.scoring.meteor import score as meteor_score
from hyeval.scoring.rules import Aggregate, Corpus, Document, Judgement, Verdict
from hyeval.scoring.treebank import words

logger = logging.getLogger(__name__)

BLEU = tuple(f"Bleu_{size}" for size in range(1, LONGEST_GRAM + 1))
ROUGE, CIDER, METEOR = "ROUGE_L", "CIDEr", "METEOR"


@dataclass(frozen=True)
class Caption:
    """`references` names the field that holds them; metrics of the corpus are told with the `prefix`.

    With a `group`, the captions of each of its values are a corpus of their own too, told under that value.
    """

    prefix: str
    references: str = "answer"
    group: str | None = None
    meteor: Meteor | None = None

    def require_packages(self) -> None:
        """`MissingResource` names what METEOR needs, if it is asked for and not there."""
        if self.meteor is not None and (lack := self.meteor.missing()) is not None:
            raise MissingResource(lack)

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """BLEU and ROUGE-L of one caption; CIDEr is one of the corpus."""
        caption, references = words(response), [words(str(text)) for text in document[self.references]]
        counts = matches(caption, references)
        values = {ROUGE: rouge_l(caption, references)} | dict(zip(BLEU, bleu(counts), strict=True))
        # A text takes a tenth of the memory of its list of words, none of which has a blank.
        texts = {"caption": " ".join(caption), "references": [" ".join(reference) for reference in references]}
        group = None if self.group is None else str(document[self.group])
        return Verdict(response, values, {**texts, "matches": counts, "group": group})

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """The verdicts with the CIDEr of each caption, which depends on all of them, and its METEOR."""
        scores = Cider(*_words(verdicts)).scores()
        pairs = zip(verdicts, scores, strict=True)
        found = [replace(one, values={**one.values, CIDER: float(score)}) for one, score in pairs]
        if self.meteor is None:
            return found
        return [
            replace(one, values={**one.values, METEOR: meteor_score(row)}, record={**one.record, METEOR: row})
            for one, row in zip(found, self.meteor.counts(*_texts(verdicts)), strict=True)
        ]

    def corpus(self, verdicts: Sequence[Verdict]) -> Corpus:
        """All captions, for the metrics over them or over a part."""
        counts = [one.record["matches"] for one in verdicts]
        whole = CaptionCorpus(*_words(verdicts), counts, [one.values[ROUGE] for one in verdicts])
        found = None if self.meteor is None else self._matched(self.meteor, verdicts)
        names = np.array([one.record["group"] or "" for one in verdicts], dtype=np.str_)
        return _Captions(self.prefix, whole, found, {str(name): names == name for name in np.unique(names) if name})

    def _matched(self, program: Meteor, verdicts: Sequence[Verdict]) -> Counts | None:
        """The counts of METEOR, unless the verdicts have them; without them the other metrics still stand."""
        if all(METEOR in one.record for one in verdicts):
            return np.array([one.record[METEOR] for one in verdicts])
        try:
            return program.counts(*_texts(verdicts))
        except MeteorError as error:
            logger.error("%s", error)
            return None

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """BLEU of the corpus, mean ROUGE-L, mean CIDEr."""
        return self.corpus(verdicts).aggregate(np.ones(len(verdicts), dtype=np.bool_))


@dataclass(frozen=True)
class _Captions:
    prefix: str
    whole: CaptionCorpus
    matched: Counts | None
    groups: Mapping[str, Kept]

    def aggregate(self, kept: Kept) -> Aggregate:
        """The metrics over the captions that are kept, and over those of each group; none over nothing."""
        return self._over(kept) | {name: self._over(kept & member) for name, member in self.groups.items()}

    def _over(self, kept: Kept) -> Aggregate:
        if not kept.any():
            return {}
        values = dict(zip(BLEU, self.whole.bleu(kept), strict=True))
        values |= {ROUGE: self.whole.rouge_l(kept), CIDER: self.whole.cider(kept)}
        if self.matched is not None:
            values[METEOR] = meteor_score(self.matched[kept].sum(axis=0))
        return {f"{self.prefix}_{name}": value for name, value in values.items()}


def _words(verdicts: Sequence[Verdict]) -> tuple[Iterator[list[str]], Iterator[list[list[str]]]]:
    """The words of the captions, and those of their references."""
    captions = (one.record["caption"].split() for one in verdicts)
    return captions, ([text.split() for text in one.record["references"]] for one in verdicts)


def _texts(verdicts: Sequence[Verdict]) -> tuple[Iterator[str], Iterator[list[str]]]:
    """The same as texts with blanks between the words."""
    return (one.record["caption"] for one in verdicts), (one.record["references"] for one in verdicts)
