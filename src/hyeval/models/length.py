"""About how many tokens a request takes: an estimate without decoding, by which requests are put in order."""

from __future__ import annotations

from hyeval.audio import audio_seconds
from hyeval.errors import MediaError, MissingResource
from hyeval.media import Media, MediaKind
from hyeval.records import Request, Usage
from hyeval.video import FrameSampling, read_video_header

CHARACTERS_PER_TOKEN = 4
PIXELS_PER_TOKEN = 28 * 28
"""Two by two patches of 14 pixels make a token in most models."""
AUDIO_TOKENS_PER_SECOND = 25
"""Of Whisper's encoder with pooling by two, as Qwen2-Audio and Qwen2.5-Omni have it."""


class LengthEstimate:
    """Tokens of requests whose images and frames have at most `max_pixels` pixels (None: as many as they have)."""

    def __init__(self, video: FrameSampling, max_pixels: int | None) -> None:
        self._video = video
        self._max_pixels = max_pixels
        self._known: dict[str, int] = {}
        """Tokens by digest, of what is read by FFmpeg: a length is asked for several times."""

    def of(self, request: Request) -> Usage:
        """Tokens of the prompt by its characters, pixels and seconds, and all that may be generated."""
        texts = (part for message in request.sample.messages for part in message.parts if isinstance(part, str))
        media = sum(map(self.tokens, request.sample.media))
        return Usage(sum(map(len, texts)) // CHARACTERS_PER_TOKEN + media, request.generation.max_tokens)

    def total(self, request: Request) -> int:
        """Tokens of the prompt and all that may be generated."""
        usage = self.of(request)
        return (usage.prompt_tokens or 0) + (usage.completion_tokens or 0)

    def tokens(self, medium: Media) -> int:
        """Tokens of a medium; 0 if it cannot be read, which is told when its turn comes."""
        try:
            if medium.kind is MediaKind.IMAGE:
                return self._area(medium.size) // PIXELS_PER_TOKEN
            if medium.digest not in self._known:
                self._known[medium.digest] = self._of_stream(medium)
            return self._known[medium.digest]
        except (MediaError, MissingResource):
            return 0

    def _of_stream(self, medium: Media) -> int:
        if medium.kind is MediaKind.AUDIO:
            return round(audio_seconds(medium) * AUDIO_TOKENS_PER_SECOND)
        header = read_video_header(medium)
        frames = self._video.count(header.duration_s) if header.duration_s else self._video.frames
        return frames * self._area(self._video.fitted((header.width, header.height))) // PIXELS_PER_TOKEN

    def _area(self, size: tuple[int, int]) -> int:
        width, height = size
        return width * height if self._max_pixels is None else min(width * height, self._max_pixels)
