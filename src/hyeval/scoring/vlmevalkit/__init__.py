"""Rules of VLMEvalKit by benchmark: what it computes by default, so that numbers published with it can be matched."""

from __future__ import annotations

from hyeval.scoring.rules import Rule
from hyeval.scoring.vlmevalkit.captions import RULES as CAPTIONS
from hyeval.scoring.vlmevalkit.chart_qa_pro import RULES as CHART_QA_PRO
from hyeval.scoring.vlmevalkit.charxiv import RULES as CHARXIV
from hyeval.scoring.vlmevalkit.clicks import RULES as CLICKS
from hyeval.scoring.vlmevalkit.contained import RULES as CONTAINED
from hyeval.scoring.vlmevalkit.grounding import RULES as GROUNDING
from hyeval.scoring.vlmevalkit.llava_bench import RULES as LLAVA_BENCH
from hyeval.scoring.vlmevalkit.mathematics import RULES as MATHEMATICS
from hyeval.scoring.vlmevalkit.mme_realworld import RULES as MME_REAL_WORLD
from hyeval.scoring.vlmevalkit.multiple_choice import RULES as MULTIPLE_CHOICE
from hyeval.scoring.vlmevalkit.ocrbench_v2 import RULES as OCRBENCH_V2
from hyeval.scoring.vlmevalkit.perception import RULES as PERCEPTION
from hyeval.scoring.vlmevalkit.reasoning import RULES as REASONING
from hyeval.scoring.vlmevalkit.video import RULES as VIDEO
from hyeval.scoring.vlmevalkit.video_mmmu import RULES as VIDEO_MMMU
from hyeval.scoring.vlmevalkit.vqa import RULES as VQA
from hyeval.scoring.vlmevalkit.wemath import RULES as WE_MATH
from hyeval.scoring.vlmevalkit.yes_no import RULES as YES_NO

RULES: dict[str, Rule] = {
    **MULTIPLE_CHOICE,
    **PERCEPTION,
    **MME_REAL_WORLD,
    **YES_NO,
    **VQA,
    **CONTAINED,
    **CHART_QA_PRO,
    **CHARXIV,
    **OCRBENCH_V2,
    **MATHEMATICS,
    **WE_MATH,
    **REASONING,
    **LLAVA_BENCH,
    **GROUNDING,
    **CLICKS,
    **CAPTIONS,
    **VIDEO,
    **VIDEO_MMMU,
}
"""By the name that the framework gives the benchmark."""
