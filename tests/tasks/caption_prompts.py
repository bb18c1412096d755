"""What is asked first in the fixtures of the benchmarks of captions and of places in an image."""

from __future__ import annotations

DOGS = ("Two dogs play in the snow.", "Dogs running through deep snow.", "A pair of dogs in winter.")
CAPTION = "<image>Provide a one-sentence caption for the provided image."
CAPTIONED = ("coco_caption_2014", "coco_caption_2017", "nocaps", "flickr30k", "textcaps")
REFERRED = (
    "<image>Bounding box coordinates are specified in the format (top-left x, top-left y, bottom-right x, bottom-right"
    " y). All values are floating point numbers bounded between 0 and 1. Please provide the bounding box coordinate of"
    " the region this sentence describes: left guy"
)
REFERRING = (
    *("refcoco_rec_val", "refcoco_rec_testa", "refcoco_rec_testb"),
    *("refcocoplus_rec_val", "refcocoplus_rec_testa", "refcocoplus_rec_testb"),
    *("refcocog_rec_val", "refcocog_rec_test"),
)
QUESTIONS = dict.fromkeys(REFERRING, 3)
"""How many samples two rows make."""
REGION = "<image>Provide a short description for this region."
REGIONS = ("refcoco_caption", "refcocoplus_caption", "refcocog_caption")
CLICK = (
    "<image>Identify the UI element for the instruction and output exactly one click point as [x, y] in normalized"
    " coordinates within [0, 1]. Do not output a bounding box.\nInstruction: set an alarm"
)

FIRST: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(CAPTIONED, (CAPTION, DOGS, ())),
    **dict.fromkeys(REFERRING, (REFERRED, ("8.0 4.0 16.0 8.0",), ())),
    **dict.fromkeys(REGIONS, (REGION, ("left guy", "man in blue shirt"), ())),
    "screenspot_v2": (CLICK, ("0.25 0.5 0.5 0.625",), ()),
}
"""Official prompt, targets and options."""
