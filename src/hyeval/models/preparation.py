"""From requests to the input of a model: media decoded, prompts tokenized, and parted into what fits together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import MediaError
from hyeval.models.batching import DeviceLimit
from hyeval.models.conversation import Conversation, Decoded, MediaReading, VideoReading, to_conversation
from hyeval.models.generation import Asked, Work
from hyeval.models.length import LengthEstimate
from hyeval.models.processing import audio_rate, encode, encoded_together, load_processor, require_one_length
from hyeval.models.tensor_line import Parcel
from hyeval.records import Request, Response

if TYPE_CHECKING:
    from transformers import ProcessorMixin


@dataclass(frozen=True)
class Reading:
    """How a checkpoint's requests are read: its folder, and the settings of a model file that matter here."""

    folder: Path
    processor: Mapping[str, Any]
    chat_template: Mapping[str, Any]
    video: VideoReading
    length: LengthEstimate


@dataclass(frozen=True)
class Part:
    """Requests that go through the device together: their positions, and the tokens that each may take at most.

    `prompt_tokens` counts those of each prompt, without padding.
    """

    positions: Sequence[int]
    lengths: Sequence[int]
    prompt_tokens: Sequence[int]


@dataclass(frozen=True)
class Prepared:
    """The parts of a batch with what the device is given of each, which may come from another process unopened.

    `failures` says by position what became of the requests whose media cannot be read.
    """

    parts: Sequence[Part]
    work: Sequence[Work | Parcel]
    failures: Mapping[int, Response]


class Preparer:
    """A checkpoint's processor. Not for two threads at once: tokenizers that pad have a state."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._processor = load_processor(reading.folder, reading.processor)

    def prepare(self, requests: Sequence[Request], limit: DeviceLimit) -> Prepared:
        """Decode and encode; what is known not to fit on the device together is parted here already."""
        conversations, failures = _converse(self._processor, requests, self._reading.video)
        parts = list(self._parts(requests, conversations, limit))
        return Prepared([part for part, _ in parts], [work for _, work in parts], failures)

    def _parts(
        self, requests: Sequence[Request], conversations: Mapping[int, Conversation], limit: DeviceLimit
    ) -> Iterator[tuple[Part, Work]]:
        """Requests that fit together, by the device's memory and by what their processor can put into one batch."""
        answered = list(conversations)
        for group in encoded_together(self._processor, list(conversations.values())):
            lengths = [self._reading.length.total(requests[answered[i]]) for i in group]
            for places in limit.parts(lengths):
                positions = [answered[group[i]] for i in places]
                inputs = encode(self._processor, [conversations[i] for i in positions], self._reading.chat_template)
                counts = inputs["attention_mask"].sum(dim=1).tolist()
                asked = Asked.of([requests[position] for position in positions])
                yield Part(positions, [lengths[i] for i in places], counts), Work(inputs, asked)


def _converse(
    processor: ProcessorMixin, requests: Sequence[Request], video: VideoReading
) -> tuple[dict[int, Conversation], dict[int, Response]]:
    """By position, the conversations of requests whose media can be decoded, and a failure for each of the others."""
    reading = MediaReading(video, audio_rate(processor))
    decoded: Decoded = {}  # neighbours share media
    conversations, failures = {}, {}
    for i, request in enumerate(requests):
        try:
            conversation = to_conversation(request.sample.messages, reading, decoded)
            require_one_length(processor, conversation)
        except MediaError as error:
            failures[i] = Response.failure("media", str(error))
        else:
            conversations[i] = conversation
    return conversations, failures
