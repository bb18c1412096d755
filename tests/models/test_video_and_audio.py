"""Local models that see videos and hear sounds: tiny random ones of each architecture, on real files."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import ModelError
from hyeval.media import Media, MediaKind
from hyeval.models.conversation import MediaReading, VideoReading, to_conversation
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.processing import encode, load_processor
from hyeval.records import GenerationSettings, Request, Response, canonical_json
from hyeval.video import FrameSampling, sample_video
from tests.builders import encoded, make_image, make_request, make_sample, noise_bytes
from tests.clips import make_video, noise_video, video_bytes, wav_bytes
from tests.config.test_model_files import LOCAL
from tests.models import architectures
from tests.models.forward import plain

CPU = Hardware(accelerator=Accelerator.CPU)
SEEING = [
    builder
    for name, builders in architectures.BUILDERS.items()
    if "video" in LOCAL[name]["info"]["modality"]
    for builder in builders
]
"""Architectures of the model files that say they read videos."""
LIKELY = GenerationSettings(max_tokens=1, top_logprobs=20)
ORIGIN = "clips, row 3 (id q3), column 'video'"
QUESTION = "What happens?"


LONG, SHORT = noise_video(0, 20), noise_video(1, 3, size=(48, 64))
TONE = Media(MediaKind.AUDIO, wav_bytes(1.0))
NOISE = Media(MediaKind.AUDIO, wav_bytes(0.6, rate=16000))
PICTURE = make_image(noise_bytes(0, size=(40, 24)))


def asked(*media: Sequence[Media], generation: GenerationSettings = LIKELY, **more: Any) -> list[Request]:
    requests = [
        make_request(make_sample(QUESTION, index=i, media=one), generation=generation) for i, one in enumerate(media)
    ]
    return [dataclasses.replace(request, **more) for request in requests]


def answers(model: LocalModel, requests: Sequence[Request], batch: int) -> list[Response]:
    async def all_of_them() -> list[Response]:
        parts = [requests[i : i + batch] for i in range(0, len(requests), batch)]
        return [response for part in parts for response in await model.generate(part)]

    return asyncio.run(all_of_them())


def values(response: Response) -> list[float]:
    return [value for _, value in response.logprobs]


def differ(one: Response, other: Response) -> bool:
    return max(abs(a - b) for a, b in zip(values(one), values(other), strict=True)) > 1e-5


def check_batches(model: LocalModel, *media: Sequence[Media]) -> list[Response]:
    """Alone and in a batch all answers are the same; return them, with the likeliest first tokens."""
    written = asked(*media, generation=GenerationSettings(max_tokens=4))
    alone, together = answers(model, written, 1), answers(model, written, len(written))
    assert [one.text for one in alone] == [one.text for one in together]
    assert [one.usage for one in alone] == [one.usage for one in together]
    assert all(one.usage.completion_tokens for one in alone)
    likely = asked(*media)
    alone, together = answers(model, likely, 1), answers(model, likely, len(likely))
    for one, other in zip(alone, together, strict=True):
        assert values(one) == pytest.approx(values(other), abs=1e-5)
    return alone


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Callable[..., LocalModel]]:
    """Builds an architecture and gives a model of it."""
    models: list[LocalModel] = []

    def build(
        builder: Callable[[Path], None], *, modality: tuple[str, ...] = ("image", "video"), **more: Any
    ) -> LocalModel:
        if builder is architectures.smolvlm:
            pytest.importorskip("num2words", reason="the processor of SmolVLM needs num2words (hyeval[test])")
        folder = tmp_path / builder.__name__
        if not folder.exists():
            builder(folder)
        models.append(LocalModel("tiny", str(folder), hardware=CPU, modality=modality, **more))
        return models[-1]

    yield build
    for model in models:
        model.close()


# Videos


@pytest.mark.parametrize("builder", SEEING, ids=lambda builder: builder.__name__)
def test_an_answer_depends_on_the_video_and_not_on_the_batch(
    built: Callable[..., LocalModel], builder: Callable[[Path], None]
) -> None:
    """Videos of different length and size, an image and a question without either, in one batch and one by one."""
    model = built(builder)
    long, short, picture, nothing = check_batches(model, [LONG], [SHORT], [PICTURE], [])
    assert differ(long, short)
    assert differ(long, nothing)
    assert differ(picture, nothing)
    (backwards,) = answers(model, asked([reversed_video()]), 1)
    assert differ(long, backwards), "the order of the frames makes no difference"


def reversed_video() -> Media:
    return make_video(video_bytes(pictures=sample_video(LONG, FrameSampling(20)).frames[::-1]))


def test_the_prompt_tells_when_each_frame_is_shown(tmp_path: Path) -> None:
    """Qwen3-VL's has a time before every two frames: the mean of theirs."""
    architectures.qwen3_vl(tmp_path)
    processor = load_processor(tmp_path, {})
    slow = noise_video(0, 20, frame_ms=400)
    for video, times in [(LONG, [0.4, 1.4]), (slow, [1.8, 5.6])]:
        conversation = to_conversation(make_sample(media=[video]).messages, MediaReading(VideoReading(4)))
        prompt = processor.tokenizer.decode(encode(processor, [conversation], {})["input_ids"][0])
        told = [float(one.partition(" ")[0]) for one in prompt.split("<")[1:] if one[0].isdigit()]
        assert told == pytest.approx(times, abs=0.11)  # given with one digit


def test_the_rate_of_each_video_is_its_own(tmp_path: Path) -> None:
    """Two frames of the long video are a second apart, those of the short one 0.15: whatever stands beside them."""
    for builder, name in [
        (architectures.qwen2_5_vl, "second_per_grid_ts"),
        (architectures.qwen2_5_omni, "video_second_per_grid"),
    ]:
        folder = tmp_path / builder.__name__
        builder(folder)
        reading = MediaReading(VideoReading(2))
        conversations = [to_conversation(make_sample(media=[one]).messages, reading) for one in (LONG, SHORT)]
        inputs = encode(load_processor(folder, {}), conversations, {})
        assert inputs[name].tolist() == pytest.approx([2.0, 0.3], abs=0.01)


def test_more_frames_a_second_are_another_answer_and_another_key(built: Callable[..., LocalModel]) -> None:
    few, many = (built(architectures.qwen2_5_vl, video=VideoReading(8, fps=fps)) for fps in (1.0, 4.0))
    sparse, dense = (answers(model, asked([LONG]), 1)[0] for model in (few, many))
    assert differ(sparse, dense)
    assert sparse.usage.prompt_tokens < dense.usage.prompt_tokens

    def key(model: LocalModel, *media: Media) -> str:
        return make_request(make_sample(media=media), model=canonical_json(dict(model.identity()))).key

    assert key(few, LONG) != key(many, LONG)
    assert key(few, PICTURE) == key(many, PICTURE) == key(built(architectures.qwen2_5_vl, modality=("image",)), PICTURE)
    assert key(few) == key(many)


def test_a_video_with_one_frame_is_seen(built: Callable[..., LocalModel]) -> None:
    """Qwen3-VL's processor takes no fewer than two."""
    still = make_video(video_bytes(1))
    check_batches(built(architectures.qwen3_vl), [still], [LONG])


@pytest.mark.parametrize("damage", ["cut off", "no video"])
def test_a_file_that_cannot_be_read_is_named_and_costs_itself(built: Callable[..., LocalModel], damage: str) -> None:
    data = LONG.data[: len(LONG.data) // 2] if damage == "cut off" else b"no video at all"
    model = built(architectures.qwen2_5_vl)
    broken, sound = answers(model, asked([Media(MediaKind.VIDEO, data, ORIGIN)], [LONG]), 2)
    assert broken.error is not None
    assert broken.error.kind == "media"
    assert broken.error.message.startswith(ORIGIN)
    assert sound.error is None


def test_videos_of_one_question_must_have_equally_many_frames_where_the_processor_asks_for_it(
    built: Callable[..., LocalModel],
) -> None:
    model = built(architectures.llava_onevision)
    unequal, equal = answers(model, asked([LONG, SHORT], [LONG, LONG]), 2)
    assert unequal.error is not None
    assert "3 and 8 frames" in unequal.error.message
    assert "Set `model.video.frames=3`" in unequal.error.message
    assert equal.logprobs
    (both,) = answers(built(architectures.qwen3_vl), asked([LONG, SHORT]), 1)
    assert both.logprobs


def test_frames_as_images_are_for_models_that_know_no_videos(built: Callable[..., LocalModel]) -> None:
    model = built(architectures.llava, video=VideoReading(4, as_images=True))
    frames = to_conversation(make_sample(media=[LONG]).messages, MediaReading(VideoReading(4, as_images=True)))
    images = [make_image(encoded(part["image"])) for part in frames[0]["content"][:-1]]
    assert len(images) == 4
    video, pictures = check_batches(model, [LONG], images)
    assert values(video) == pytest.approx(values(pictures), abs=1e-5)


@pytest.mark.parametrize(
    ("builder", "told"),
    [
        (architectures.llava, "reads no videos. Set `model.video.as_images=true`"),
        (architectures.gemma4, "reads no videos without torchvision. Install torchvision"),
    ],
)
def test_a_model_that_knows_no_videos_says_so_before_its_weights_are_loaded(
    built: Callable[..., LocalModel], builder: Callable[[Path], None], told: str
) -> None:
    model = built(builder)
    with pytest.raises(ModelError, match=told):
        answers(model, asked([LONG]), 1)
    assert model.loaded is None
    (answer,) = answers(model, asked([PICTURE]), 1)
    assert answer.logprobs


def test_a_template_that_has_no_place_for_videos_is_noticed(built: Callable[..., LocalModel]) -> None:
    template = {"chat_template": "{% for message in messages %}{{ message['role'] }}{% endfor %}"}
    with pytest.raises(ModelError, match="reads no videos"):
        answers(built(architectures.qwen2_5_vl, chat_template=template), asked([LONG]), 1)


# Sound


def test_the_files_that_say_so_are_tested() -> None:
    assert len(SEEING) >= 14
    assert [name for name, file in LOCAL.items() if "audio" in file["info"]["modality"]] == ["qwen2_5_omni"]


def test_qwen_omni_hears_and_sees(built: Callable[..., LocalModel]) -> None:
    model = built(architectures.qwen2_5_omni, modality=("image", "video", "audio"))
    tone, noise, both, video, nothing = check_batches(model, [TONE], [NOISE], [LONG, TONE], [LONG], [])
    assert differ(tone, noise)
    assert differ(tone, nothing)
    assert differ(both, video)
    assert differ(both, tone)


@pytest.mark.parametrize("builder", [architectures.qwen2_audio, architectures.gemma4])
def test_other_architectures_hear(built: Callable[..., LocalModel], builder: Callable[[Path], None]) -> None:
    tone, noise, nothing = check_batches(built(builder, modality=("audio",)), [TONE], [NOISE], [])
    assert differ(tone, noise)
    assert differ(tone, nothing)


def test_a_sound_that_cannot_be_read_is_named(built: Callable[..., LocalModel]) -> None:
    model = built(architectures.qwen2_5_omni, modality=("audio",))
    broken = Media(MediaKind.AUDIO, TONE.data[:-100], ORIGIN)
    failed, heard = answers(model, asked([broken], [TONE]), 2)
    assert failed.error is not None
    assert failed.error.message.startswith(f"{ORIGIN}: the file is cut off")
    assert heard.logprobs


def test_a_model_that_hears_nothing_says_so(built: Callable[..., LocalModel]) -> None:
    model = built(architectures.qwen2_5_vl, modality=("audio",))
    with pytest.raises(ModelError, match="reads no sound"):
        answers(model, asked([TONE]), 1)


def test_what_is_cut_off_by_the_feature_extractor_is_told(
    built: Callable[..., LocalModel], caplog: pytest.LogCaptureFixture
) -> None:
    model = built(architectures.qwen2_5_omni, modality=("audio",))
    with caplog.at_level(logging.WARNING):
        answers(model, asked([Media(MediaKind.AUDIO, wav_bytes(31.0))]), 1)
    assert "reads the first 30 seconds of a sound" in caplog.text


# Lengths and likelihoods


def test_videos_and_sounds_have_lengths(built: Callable[..., LocalModel]) -> None:
    model = built(architectures.qwen2_5_omni, modality=("video", "audio"), video=VideoReading(5))
    text, video, sound = (model.estimate(request).prompt_tokens or 0 for request in asked([], [LONG], [TONE]))
    assert video - text == 5 * 64 * 48 // 28**2
    assert sound - text == 25
    broken = model.estimate(asked([Media(MediaKind.VIDEO, b"no video", ORIGIN)])[0])
    assert broken.prompt_tokens == text


@pytest.mark.parametrize("builder", [architectures.qwen2_5_vl, architectures.qwen3_vl, architectures.llava_onevision])
def test_texts_after_a_video_are_as_likely_as_in_a_plain_forward_pass(
    built: Callable[..., LocalModel], tmp_path: Path, builder: Callable[[Path], None]
) -> None:
    texts = ("7", "the digit 7", "none of them, it is a long answer")
    model = built(builder)
    requests = asked([LONG], [SHORT], [], continuations=texts)
    alone, together = answers(model, requests, 1), answers(model, requests, 3)
    for one, other in zip(alone, together, strict=True):
        assert [a.logprob for a in one.continuations] == pytest.approx(
            [b.logprob for b in other.continuations], abs=1e-4
        )
    for request, response in zip(requests, alone, strict=True):
        expected = [plain(tmp_path / builder.__name__, request, text)[0] for text in texts]
        assert likelihoods(response) == pytest.approx(expected, abs=1e-4)


def likelihoods(response: Response) -> list[float]:
    return [one.logprob for one in response.continuations]


def test_sounds_do_not_disturb_likelihoods(built: Callable[..., LocalModel]) -> None:
    model = built(architectures.qwen2_5_omni, modality=("video", "audio"))
    requests = asked([TONE], [LONG, NOISE], [], continuations=("7", "a long tone"))
    alone, together = answers(model, requests, 1), answers(model, requests, 3)
    for one, other in zip(alone, together, strict=True):
        assert [a.logprob for a in one.continuations] == pytest.approx(
            [b.logprob for b in other.continuations], abs=1e-4
        )


def test_a_copied_checkpoint_without_stated_video_processor_finds_its_own(tmp_path: Path) -> None:
    """Checkpoints from before video processors had files of their own name none."""
    architectures.qwen2_5_vl(tmp_path / "old")
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    (tmp_path / "new" / "video_preprocessor_config.json").write_text(
        '{"video_processor_type": "Qwen3VLVideoProcessor"}'
    )
    names = [type(load_processor(tmp_path / one, {}).video_processor).__name__ for one in ("old", "new")]
    assert names == ["Qwen2VLVideoProcessor", "Qwen3VLVideoProcessor"]
