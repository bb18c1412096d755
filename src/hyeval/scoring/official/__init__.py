"""Rules of the benchmarks' authors, where an extractor, a matcher and a mean do not say what they compute."""

from __future__ import annotations

from hyeval.scoring.lmms_eval.caption_sets import Caption
from hyeval.scoring.lmms_eval.chart_qa_pro import ChartQaPro
from hyeval.scoring.ocrbench_v2 import OcrBenchV2
from hyeval.scoring.official.grounding import ClickedPoint, ReferredRegion
from hyeval.scoring.official.hallusion_bench import HallusionBench
from hyeval.scoring.official.llava_bench import LlavaBench
from hyeval.scoring.official.pairs import CvBench, Mmvp
from hyeval.scoring.official.pope import Pope
from hyeval.scoring.rules import Rule

RULES: dict[str, Rule] = {
    "nocaps": Caption("nocaps", references="annotations_captions", group="image_domain"),
    "chartqapro": ChartQaPro(),
    "hallusionbench": HallusionBench(),
    "llava_in_the_wild": LlavaBench(),
    "cv_bench": CvBench("question", "choices", "letter", ("source",)),
    "mmvp": Mmvp("Question", "options", "letter", ("pair",)),
    "ocrbench_v2": OcrBenchV2(),
    "pope": Pope(),
    "refcoco": ReferredRegion(),
    "screenspot_v2": ClickedPoint(),
}
"""By the name of the benchmark."""
