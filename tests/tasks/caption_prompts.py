"""What is asked first in the fixtures of the benchmarks of captions and of places in an image."""

from __future__ import annotations

DOGS = ("Two dogs play in the snow.", "Dogs running through deep snow.", "A pair of dogs in winter.")
CAPTION = "<image>Provide a one-sentence caption for the provided image."

FIRST: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(("coco_caption_2014", "coco_caption_2017", "nocaps", "flickr30k", "textcaps"), (CAPTION, DOGS, ())),
}
"""Official prompt, targets and options."""
