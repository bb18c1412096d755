"""OCRBench v2 as VLMEvalKit scores it: as the authors do, after the way through a spreadsheet.

Source: vlmeval/dataset/image_vqa.py (`OCRBench_v2`) and vlmeval/dataset/utils/ocrbrnch_v2_eval.py at commit e8e78f05.
As under `official`, METEOR does without WordNet's synonyms and HTML is read by Python's own parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyeval.scoring.ocrbench_v2 import LANGUAGES, ability_means, with_overall
from hyeval.scoring.ocrbench_v2 import OcrBenchV2 as AuthorsRule
from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back


class OcrBenchV2(AuthorsRule):
    """Means over abilities by language, of which those without questions are left out.

    Defect kept: an empty response to a translation without a gold text counts 0, while any other is left out.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Score what a cell holds of the response; a missing value is an empty text here."""
        text = "" if is_missing(response) else read_back(response)
        verdict = super().score(document, text, judge=judge)
        return replace(verdict, record={**verdict.record, "ignored": verdict.record["ignored"] and text != ""})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the means, under the names that the peer writes down."""
        kept = [verdict for verdict in verdicts if not verdict.record["ignored"]]
        found: Aggregate = {}
        for language, abilities in LANGUAGES.items():
            means = with_overall(ability_means(kept, abilities), name := f"{language.title()} Overall Score")
            code = {"english": "en", "chinese": "cn"}[language]
            found |= {ability if ability == name else f"{code}_{ability}": mean for ability, mean in means.items()}
        return found


RULES: dict[str, Rule] = {"ocrbench_v2": OcrBenchV2()}
"""By the name of the set."""
