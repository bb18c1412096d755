"""lmms-eval's benchmarks of choice: letters, yes or no, and the open questions of the MMMU family."""

from __future__ import annotations

from hyeval.scoring.lmms_eval.hallusion_bench import HallusionBench
from hyeval.scoring.lmms_eval.logicvista import LogicVista
from hyeval.scoring.lmms_eval.mmbench import MmBench
from hyeval.scoring.lmms_eval.mmmu import Mmmu, MmmuOpenOfficial, MmmuPro, MmmuProVision
from hyeval.scoring.lmms_eval.multiple_choice import Ai2d, MmStar, RealWorldQa, ScienceQa, SeedBench
from hyeval.scoring.lmms_eval.perception import (
    Blink,
    CvBench,
    MmeRealWorld,
    MmtBench,
    Mmvp,
    MuirBench,
    SeedBench2Plus,
    VStar,
)
from hyeval.scoring.lmms_eval.video import EgoSchema, LongVideoBench, MlvuDev, MvBench, TemporalBenchShort, VideoMme
from hyeval.scoring.lmms_eval.video_mmmu import VideoMmmu
from hyeval.scoring.lmms_eval.yes_no import Mme, NaturalBench, Pope
from hyeval.scoring.rules import Rule

CHOICE_RULES: dict[str, Rule] = {
    "mmmu_val": Mmmu(),
    "mmmu_open_official": MmmuOpenOfficial(),
    "mmmu_pro_standard": MmmuPro(),
    "mmmu_pro_vision": MmmuProVision(),
    "mme": Mme(),
    "mmbench_en_dev": MmBench(),
    "mmstar": MmStar(),
    "ai2d": Ai2d(),
    "scienceqa_img": ScienceQa(),
    "seedbench": SeedBench(),
    "realworldqa": RealWorldQa(),
    "pope": Pope(),
    "hallusion_bench_image": HallusionBench(),
    "naturalbench": NaturalBench(),
    "blink": Blink(),
    "cv_bench": CvBench(),
    "mmvp": Mmvp(),
    "muirbench": MuirBench(),
    "seedbench_2_plus": SeedBench2Plus(),
    "vstar_bench": VStar(),
    "mmt_val": MmtBench(),
    "mmerealworld": MmeRealWorld(),
    "egoschema_subset": EgoSchema(),
    "videomme": VideoMme(),
    "mvbench": MvBench(),
    "mlvu_dev": MlvuDev(),
    "longvideobench_val_v": LongVideoBench(),
    "temporalbench_short_qa": TemporalBenchShort(),
    "video_mmmu": VideoMmmu(),
    "logicvista_reasoning": LogicVista(),
}
"""By the name that the framework gives the benchmark."""
