"""Log-probabilities of given texts: those of a plain forward pass over the whole text, whatever the batch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.records import Continuation, Message, Request, Response, Role
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.end_to_end.random_qwen import DEMO_MODEL, save_random_qwen
from tests.models.forward import plain

TEXTS = ("7", "the digit 7", "none of them, it is a very long answer", "A")
TOLERANCE = 1e-5
"""Of each token's log-probability: float32 adds in another order where another batch is computed."""


@pytest.fixture(scope="module", params=["demo", "qwen"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LLaVA with plain positions, and a Qwen2.5-VL with those of three dimensions."""
    return DEMO_MODEL if request.param == "demo" else save_random_qwen(tmp_path_factory.mktemp("qwen"))


@pytest.fixture
def model(folder: Path) -> Iterator[LocalModel]:
    local = LocalModel("tested", str(folder), hardware=Hardware(Accelerator.CPU))
    yield local
    local.close()


def question(number: int, texts: Sequence[str] = TEXTS) -> Request:
    """Questions of different lengths, the second of them without an image."""
    text = "Which digit is shown?" + " Look again." * number
    image = () if number == 1 else (make_image(noise_bytes(number, size=(32, 32))),)
    messages = (Message(Role.USER, (*image, text)),)
    request = make_request(make_sample(text, index=number, messages=messages))
    return Request(request.sample, request.generation, request.model, continuations=tuple(texts))


def answered(model: LocalModel, *batches: Sequence[Request]) -> list[Response]:
    async def ask() -> list[Response]:
        return [response for batch in batches for response in await model.generate(batch)]

    return asyncio.run(ask())


def test_they_are_those_of_a_plain_forward_pass(model: LocalModel, folder: Path) -> None:
    requests = [question(number) for number in range(4)]
    for request, response in zip(requests, answered(model, requests), strict=True):
        assert response.text is None
        for text, found in zip(TEXTS, response.continuations, strict=True):
            value, tokens = plain(folder, request, text)
            assert found == Continuation(pytest.approx(value, abs=tokens * TOLERANCE), tokens, len(text))
            assert found.logprob < 0


def test_the_batch_does_not_matter(model: LocalModel) -> None:
    requests = [question(number, TEXTS[: 4 - number]) for number in range(4)]
    together = answered(model, requests)
    alone = answered(model, *[[request] for request in requests])
    for one, other in zip(together, alone, strict=True):
        assert [a.logprob / a.tokens for a in one.continuations] == pytest.approx(
            [b.logprob / b.tokens for b in other.continuations], abs=TOLERANCE
        )
    assert [len(one.continuations) for one in together] == [4, 3, 2, 1]


def test_letters_alone_need_no_second_pass_and_agree(model: LocalModel, folder: Path) -> None:
    request = question(0, ("A", "7"))
    (response,) = answered(model, [request])
    assert [one.tokens for one in response.continuations] == [1, 1]
    expected = [plain(folder, request, text)[0] for text in ("A", "7")]
    assert [one.logprob for one in response.continuations] == pytest.approx(expected, abs=TOLERANCE)


def test_a_request_without_texts_has_none(model: LocalModel) -> None:
    one, other = answered(model, [question(0, ()), question(2)])
    assert one.continuations == ()
    assert len(other.continuations) == 4


def test_a_text_without_tokens_has_no_likelihood(model: LocalModel) -> None:
    (response,) = answered(model, [question(0, ("7", ""))])
    assert response.error is not None
    assert "makes no token of ''" in response.error.message
