"""OCRBench v2 as lmms-eval scores it: each question as the authors do, and other means.

Source: `lmms_eval/tasks/ocrbench_v2/utils.py` at commit 75571cfe. There are no recorded vectors of it. As under
`official`, METEOR does without WordNet's synonyms and HTML is read by Python's own parser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hyeval.scoring.ocrbench_v2 import CHINESE, ENGLISH, ability_means
from hyeval.scoring.ocrbench_v2 import OcrBenchV2 as AuthorsRule
from hyeval.scoring.rules import Aggregate, Verdict

METRIC = "ocrbench_v2_accuracy"


class OcrBenchV2(AuthorsRule):
    """The mean over abilities by language, and the mean of the two languages.

    Known defects: an ability without questions counts 0, so that a subset scores low; a translation without a gold
    text, at which the peer stops and which the authors leave out, counts 0.
    """

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means, each over all abilities of the language."""
        english, chinese = _mean(verdicts, ENGLISH), _mean(verdicts, CHINESE)
        return {METRIC: (english + chinese) / 2, f"{METRIC}_en": english, f"{METRIC}_cn": chinese}


def _mean(verdicts: Sequence[Verdict], abilities: Mapping[str, Sequence[str]]) -> float:
    return sum(ability_means(verdicts, abilities).values()) / len(abilities)
