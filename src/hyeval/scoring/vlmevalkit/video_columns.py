"""Classes of the ratings of Video-MME and LongVideoBench, as the benchmarks name them."""

from __future__ import annotations

from collections.abc import Sequence

VIDEO_MME_DURATIONS = ("short", "medium", "long")
VIDEO_MME_COLUMNS: dict[str, Sequence[str]] = {
    "domain": (
        "Knowledge",
        "Film & Television",
        "Sports Competition",
        "Artistic Performance",
        "Life Record",
        "Multilingual",
    ),
    "sub_category": (
        *("Humanity & History", "Literature & Art", "Biology & Medicine", "Finance & Commerce", "Astronomy"),
        *("Geography", "Law", "Life Tip", "Technology", "Animation", "Movie & TV Show", "Documentary", "News Report"),
        *("Esports", "Basketball", "Football", "Athletics", "Other Sports", "Stage Play", "Magic Show", "Variety Show"),
        *("Acrobatics", "Handicraft", "Food", "Fashion", "Daily Life", "Travel", "Pet & Animal", "Exercise"),
        "Multilingual",
    ),
    "task_type": (
        *("Temporal Perception", "Spatial Perception", "Attribute Perception", "Action Recognition"),
        *("Object Recognition", "OCR Problems", "Counting Problem", "Temporal Reasoning", "Spatial Reasoning"),
        *("Action Reasoning", "Object Reasoning", "Information Synopsis"),
    ),
}
LONG_VIDEO_CATEGORIES = (
    *("S2E", "S2O", "S2A", "E2O", "O2E", "T2E", "T2O", "T2A", "E3E", "O3O", "SSS", "SOS", "SAA", "T3E", "T3O"),
    *("TOS", "TAA"),
)
