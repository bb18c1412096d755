"""Sound as samples: mono, at the rate that a model's feature extractor reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hyeval.container import opened
from hyeval.errors import MediaError
from hyeval.media import Media, MediaKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def decode_audio(media: Media, rate: int) -> NDArray[np.float32]:
    """Samples of a sound or of a video's sound track, of shape (samples,), `rate` a second, from -1 to 1.

    Channels are mixed into one. `MediaError` names the place if the file is cut off, damaged, or has no sound;
    `MissingResource` if PyAV is not installed.
    """
    import numpy as np

    media.require_whole()
    with opened(media, MediaKind.AUDIO) as (container, stream):
        pieces = list(_resampled(container.decode(stream), rate))
    if not pieces:
        raise MediaError(f"{media.origin or 'audio'}: the file has a sound track without sound.")
    return np.concatenate(pieces)


def _resampled(frames: Iterator[Any], rate: int) -> Iterator[NDArray[np.float32]]:
    import av

    resampler = av.AudioResampler(format="fltp", rate=rate)
    for frame in frames:
        yield from map(_mixed, resampler.resample(frame))
    yield from map(_mixed, resampler.resample(None))


def _mixed(frame: Any) -> NDArray[np.float32]:
    """The mean of the channels, as models are trained on; FFmpeg's own mix is louder where channels are alike."""
    samples: NDArray[np.float32] = frame.to_ndarray().mean(axis=0)
    return samples


def audio_seconds(media: Media) -> float:
    """How long a sound lasts, as its header has it, 0 where it does not say; `MediaError` if it has no sound."""
    with opened(media, MediaKind.AUDIO) as (container, stream):
        return float((stream.duration or 0) * (stream.time_base or 0)) or (container.duration or 0) / 1e6
