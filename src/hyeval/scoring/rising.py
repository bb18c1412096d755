"""Rules whose aggregate is no more than its verdicts' values make it: what missing samples could do to it is known.

Such a rule gives every verdict the same names of values whatever the response says, each between 0 and 1; no metric of
its aggregate falls when a value rises; and of what a verdict holds besides, the aggregate reads only what the row says.
"""

from __future__ import annotations

_OFFICIAL = ("chartqapro", "cv_bench", "mmvp")
_LMMS_EVAL = (
    "ai2d", "chartqa", "chartqapro", "docvqa_val", "dynamath_reasoning", "gqa", "infovqa_val",
    "logicvista_reasoning", "mathverse_testmini", "mathvision_testmini", "mathvista_testmini_format",
    "mmbench_en_dev", "mme", "mmmu_pro_standard", "mmmu_pro_vision", "mmmu_val", "mmstar", "mmvet", "ocrbench",
    "ocrbench_v2", "ok_vqa_val2014", "realworldqa",
    "scienceqa_img", "seedbench", "textvqa_val", "vizwiz_vqa_val", "vqav2_val",
    "wemath_testmini_reasoning",
)  # fmt: skip
_VLMEVALKIT = (
    "chartqa", "chartqapro", "docvqa_val", "dynamath_reasoning", "gqa", "hallusion_bench_image", "infovqa_val", "mme",
    "mmvet", "ocrbench", "refcoco_rec", "screenspot_v2", "textvqa_val", "vizwiz_vqa_val",
)  # fmt: skip
RISING = frozenset(
    f"{school}.{name}"
    for school, names in (("official", _OFFICIAL), ("lmms_eval", _LMMS_EVAL), ("vlmevalkit", _VLMEVALKIT))
    for name in names
)
"""Names of these rules. Multiple choice as VLMEvalKit scores it is none: all responses together decide how a column of
numbers is read."""
