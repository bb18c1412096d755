"""lmms-eval's benchmarks of free answers: text, numbers, mathematics, boxes, captions, speech."""

from __future__ import annotations

from dataclasses import replace

from hyeval.scoring.lmms_eval.caption_sets import Caption
from hyeval.scoring.lmms_eval.chart_qa_pro import EXACT_TYPES, ChartQaPro
from hyeval.scoring.lmms_eval.charxiv import DescribedChart, JudgedChart
from hyeval.scoring.lmms_eval.documents import (
    ContainedAnswer,
    ContainedText,
    CountedObjects,
    MultiPageAnswer,
    NearAnswer,
    RelaxedAnswer,
)
from hyeval.scoring.lmms_eval.grounding import ClickedElement, ReferredBox
from hyeval.scoring.lmms_eval.judged import ExtractedAnswer, GradedAnswer, JudgedAnswer
from hyeval.scoring.lmms_eval.llava_bench import LlavaBench
from hyeval.scoring.lmms_eval.mathematics import MathVisionAnswer
from hyeval.scoring.lmms_eval.ocrbench_v2 import OcrBenchV2
from hyeval.scoring.lmms_eval.reasoning import DynaMathAnswer, WeMathAnswer
from hyeval.scoring.lmms_eval.speech import Transcript
from hyeval.scoring.lmms_eval.vqa import AnnotatedAnswers, AnnotatedRecords, ExactAnswer
from hyeval.scoring.meteor import Meteor
from hyeval.scoring.rules import Rule

CAPTIONS = {
    "refcoco_bbox_val": Caption("refcoco"),
    "coco2017_cap_val": Caption("coco"),
    "nocaps_val": Caption("nocaps", references="annotations_captions"),
    "flickr30k_test": Caption("flickr", references="caption"),
    "textcaps_val": Caption("textcaps", references="caption_str"),
}

VALUE_RULES: dict[str, Rule] = {
    "chartqa": RelaxedAnswer(),
    "chartqapro": ChartQaPro(EXACT_TYPES),
    "charxiv_val_descriptive": DescribedChart(),
    "charxiv_val_reasoning": JudgedChart(),
    "countbench": CountedObjects(),
    "multidocvqa_val": MultiPageAnswer(),
    "mtvqa": ContainedAnswer(),
    "docvqa_val": NearAnswer(),
    "infovqa_val": NearAnswer(),
    "textvqa_val": AnnotatedAnswers(),
    "vqav2_val": AnnotatedRecords(),
    "ok_vqa_val2014": AnnotatedAnswers(),
    "vizwiz_vqa_val": AnnotatedAnswers(),
    "gqa": ExactAnswer(),
    "ocrbench": ContainedText(),
    "ocrbench_v2": OcrBenchV2(),
    "mathvista_testmini_format": ExtractedAnswer(),
    "mathvision_testmini": MathVisionAnswer(),
    "mathverse_testmini": JudgedAnswer(),
    "wemath_testmini_reasoning": WeMathAnswer(),
    "dynamath_reasoning": DynaMathAnswer(),
    "mmvet": GradedAnswer(),
    "llava_in_the_wild": LlavaBench(),
    "refcoco_bbox_rec_val": ReferredBox(),
    "refcoco_bbox_rec": ReferredBox(regions=True),
    **CAPTIONS,
    **{f"{name}_meteor": replace(rule, meteor=Meteor()) for name, rule in CAPTIONS.items()},
    "screenspot_v2": ClickedElement(),
    "librispeech_test_clean": Transcript(),
}
"""By the name that the framework gives the benchmark."""
