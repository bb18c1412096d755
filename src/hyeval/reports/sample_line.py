"""One line of the per-sample log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.media import Media, MediaKind
from hyeval.records import Request, Response, Score


def sample_line(
    request: Request, response: Response, score: Score, *, reused: bool, ballots: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Everything about one response that a reader needs to judge it: prompt, answer, reading, score."""
    sample = request.sample
    return {
        "id": sample.id,
        "index": sample.index,
        "repeat": request.repeat,
        "key": request.key,
        "messages": sample.rendered_messages,
        "media": [{"digest": medium.digest, "size": _size(medium)} for medium in sample.media],
        "choices": list(sample.choices),
        "targets": list(sample.targets),
        "group": sample.group,
        "cluster": sample.cluster,
        "response": response.to_json(),
        "score": {
            "status": score.status.value,
            "value": score.value,
            "answer": score.answer,
            "reason": score.reason,
        },
        "judging": list(ballots),
        "reused": reused,
    }


def _size(medium: Media) -> tuple[int, int] | None:
    return medium.size if medium.kind is MediaKind.IMAGE else None
