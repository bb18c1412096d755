"""From a checkpoint to a module: text-only ones, adapters, quantization, compilation, and what cannot be loaded."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from hyeval.errors import ConfigError, MissingResource, ModelError
from hyeval.media import Media
from hyeval.models.checkpoint import resolve_checkpoint
from hyeval.models.hardware import Accelerator, Hardware, Strategy
from hyeval.models.loading import Quantization, Recipe, load_module
from hyeval.models.local import LocalModel
from hyeval.models.processing import load_processor
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.records import GenerationSettings, Response
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.models.architectures import DEMO_MODEL, Parts, save_tokenizer

CPU = Hardware(accelerator=Accelerator.CPU)
RECIPE = Recipe(torch.float32)
IMAGE = make_image(noise_bytes(0, size=(32, 32)))


@pytest.fixture(scope="module")
def text_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random Llama with a chat template that knows text alone."""
    folder = tmp_path_factory.mktemp("llama")
    tokenizer = Parts(marker="").tokenizer
    tokenizer.chat_template = (
        "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}assistant: {% endif %}"
    )
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=2, max_position_embeddings=512, pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None, eos_token_id=tokenizer.eos_token_id, initializer_range=0.2,
    )  # fmt: skip
    torch.manual_seed(5)
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    save_tokenizer(tokenizer, folder)
    return folder


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory, text_model: Path) -> Path:
    """A LoRA adapter of it whose weights change the answers."""
    peft = pytest.importorskip("peft", reason="adapters need peft (hyeval[peft])")
    folder = tmp_path_factory.mktemp("adapter")
    torch.manual_seed(1)
    settings = peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    peft.get_peft_model(load_module(text_model, RECIPE), settings).save_pretrained(folder)
    return folder


def answers(model: LocalModel, *questions: str, images: tuple[Media, ...] = (), **generation: Any) -> list[Response]:
    settings = GenerationSettings(**{"max_tokens": 6} | generation)
    requests = [make_request(make_sample(one, media=images), generation=settings) for one in questions]
    try:
        return list(asyncio.run(model.generate(requests)))
    finally:
        model.close()


def first_logprobs(path: Path, **settings: Any) -> list[tuple[str, float]]:
    """Likeliest first tokens after a question."""
    model = LocalModel("tiny", str(path), hardware=CPU, **settings)
    (answer,) = answers(model, "Which digit?", max_tokens=1, top_logprobs=20)
    return list(answer.logprobs)


# Text-only checkpoints


def test_a_text_only_checkpoint_answers_the_same_alone_and_in_a_batch(text_model: Path) -> None:
    questions = ["Which digit?", "Is this a three, or is it another digit?", "What?"]
    model = LocalModel("tiny", str(text_model), hardware=CPU, modality=("text",))
    together = answers(model, *questions)
    alone = [answers(LocalModel("tiny", str(text_model), hardware=CPU), one)[0] for one in questions]
    assert model.modalities == frozenset()
    assert [one.text for one in together] == [one.text for one in alone]
    assert len({one.text for one in together}) > 1


def test_its_answer_is_that_of_plain_generate(text_model: Path) -> None:
    (answer,) = answers(LocalModel("tiny", str(text_model), hardware=CPU), "Which digit?")
    tokenizer = transformers.AutoTokenizer.from_pretrained(text_model)
    prompt = tokenizer("user: Which digit?\nassistant: ", return_tensors="pt", add_special_tokens=False)
    output = transformers.LlamaForCausalLM.from_pretrained(text_model).generate(
        **prompt, max_new_tokens=6, do_sample=False
    )
    assert answer.text == tokenizer.decode(output[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
    assert answer.usage.prompt_tokens == prompt["input_ids"].shape[1]


def test_an_image_for_a_text_only_checkpoint_is_refused(text_model: Path) -> None:
    with pytest.raises(ModelError, match="reads text only"):
        answers(LocalModel("tiny", str(text_model), hardware=CPU), "Which digit?", images=(IMAGE,))


def copied(folder: Path, out: Path, *without: str) -> Path:
    """A copy of a checkpoint, without some of its files."""
    shutil.copytree(folder, out)
    for name in without:
        (out / name).unlink()
    return out


def changed(path: Path, **settings: Any) -> None:
    """Change settings in a JSON file; None removes one."""
    found = json.loads(path.read_text()) | settings
    path.write_text(json.dumps({name: value for name, value in found.items() if value is not None}))


@pytest.mark.parametrize("hardware", [CPU, Hardware(accelerator=Accelerator.CPU, strategy=Strategy.DDP, devices=1)])
def test_that_an_image_is_refused_costs_no_loading_of_weights(
    text_model: Path, hardware: Hardware, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    blueprint = Blueprint(LocalModel, {"name": "text", "path": str(text_model)}, "hardware", hardware)
    model = RankedModel(blueprint)
    try:
        with pytest.raises(ModelError, match="reads text only"):
            asyncio.run(model.generate([make_request(make_sample("Which digit is it?", media=[IMAGE]))]))
    finally:
        model.close()
    assert "loaded text" not in caplog.text


def test_the_files_of_a_tokenizer_are_part_of_the_identity_and_what_is_told_about_it_is_not(
    tmp_path: Path, text_model: Path
) -> None:
    folder = Path(shutil.copytree(text_model, tmp_path / "copy"))
    (folder / "merges.txt").write_text("#version: 0.2\nh e\n")
    before = resolve_checkpoint(str(folder), None).revision
    (folder / "README.md").write_text("Fine.")
    (folder / "LICENSE.txt").write_text("Free.")
    assert resolve_checkpoint(str(folder), None).revision == before
    (folder / "merges.txt").write_text("#version: 0.2\nt h\n")
    assert resolve_checkpoint(str(folder), None).revision != before


def test_a_model_without_a_plan_is_not_computed_in_parts(tmp_path: Path, text_model: Path) -> None:
    size = transformers.AutoConfig.from_pretrained(text_model).vocab_size
    transformers.GPT2LMHeadModel(
        transformers.GPT2Config(vocab_size=size, n_embd=32, n_layer=1, n_head=2)
    ).save_pretrained(tmp_path)
    for path in text_model.glob("*token*"):
        shutil.copy(path, tmp_path)
    shutil.copy(text_model / "chat_template.jinja", tmp_path)
    hardware = Hardware(accelerator=Accelerator.CPU, strategy=Strategy.TENSOR_PARALLEL, devices=2)
    model = RankedModel(Blueprint(LocalModel, {"name": "text", "path": str(tmp_path)}, "hardware", hardware))
    try:
        with pytest.raises(ModelError, match=r"^hardware=tensor_parallel: .*Set `hardware=fsdp`"):
            asyncio.run(model.generate([make_request(make_sample("What is 1?"))]))
    finally:
        model.close()


def test_a_folder_has_no_revision(text_model: Path) -> None:
    with pytest.raises(ConfigError, match=r"model\.revision: .* is a folder here, which has no revision 'v1'"):
        resolve_checkpoint(str(text_model), "v1")


def test_a_tokenizer_without_padding_answers_as_with_it(tmp_path: Path, text_model: Path) -> None:
    """Those of Llama and Mistral have no token for it."""
    folder = copied(text_model, tmp_path / "unpadded")
    for name in ("config.json", "generation_config.json"):
        changed(folder / name, pad_token_id=None)
    changed(folder / "tokenizer_config.json", pad_token=None)
    questions = ["Which digit?", "Is this a three, or is it another digit?", "What?"]
    assert transformers.AutoTokenizer.from_pretrained(folder).pad_token is None
    found, expected = (answers(LocalModel("tiny", str(one), hardware=CPU), *questions) for one in (folder, text_model))
    assert [one.text for one in found] == [one.text for one in expected]
    assert [one.usage for one in found] == [one.usage for one in expected]


# What a checkpoint says of generation and of messages


def test_a_checkpoint_does_not_decide_how_its_answers_are_searched(tmp_path: Path, text_model: Path) -> None:
    folder = copied(text_model, tmp_path / "beams")
    suggested = {"num_beams": 3, "num_return_sequences": 2, "max_time": 1e-9, "prompt_lookup_num_tokens": 2}
    changed(folder / "generation_config.json", **suggested, use_cache=False)
    questions = ["Which digit?", "Is this a three, or is it another digit?"]
    found, expected = (answers(LocalModel("tiny", str(one), hardware=CPU), *questions) for one in (folder, text_model))
    assert [one.text for one in found] == [one.text for one in expected]
    assert load_module(folder, RECIPE).generation_config.use_cache


@pytest.mark.parametrize("own", [str, lambda text: [text]])
def test_stop_strings_of_a_checkpoint_hold_beside_those_of_a_run(
    tmp_path: Path, text_model: Path, own: Callable[[str], Any]
) -> None:
    (whole,) = answers(LocalModel("tiny", str(text_model), hardware=CPU), "Which digit?")
    folder = copied(text_model, tmp_path / "stops")
    changed(folder / "generation_config.json", stop_strings=own(whole.text[2]))
    for stop in ((), ("nowhere",)):
        (answer,) = answers(LocalModel("tiny", str(folder), hardware=CPU), "Which digit?", stop=stop)
        assert whole.text.startswith(answer.text)
        assert answer.usage.completion_tokens < whole.usage.completion_tokens


@pytest.mark.parametrize("images", [(), (IMAGE,)])
def test_a_checkpoint_without_a_chat_template_is_refused(
    tmp_path: Path, text_model: Path, images: tuple[Media, ...]
) -> None:
    folder = copied(DEMO_MODEL if images else text_model, tmp_path / "bare", "chat_template.jinja")
    with pytest.raises(ModelError, match=r"has no chat template.*`model\.chat_template\.chat_template="):
        answers(LocalModel("tiny", str(folder), hardware=CPU), "Which digit?", images=images)
    given = {"chat_template": "{{ messages[0]['content'] }}"}
    if not images:
        assert answers(LocalModel("tiny", str(folder), hardware=CPU, chat_template=given), "Which digit?")[0].text


def test_messages_that_a_chat_template_refuses_are_named(tmp_path: Path, text_model: Path) -> None:
    folder = copied(text_model, tmp_path / "strict")
    (folder / "chat_template.jinja").write_text("{{ raise_exception('System role not supported') }}")
    with pytest.raises(ModelError, match=r"these messages \(user\): System role not supported\. .*`system_prompt=`"):
        answers(LocalModel("tiny", str(folder), hardware=CPU), "Which digit?")


# Adapters


def test_an_adapter_given_as_a_checkpoint_is_told_where_it_belongs(adapter: Path) -> None:
    with pytest.raises(MissingResource, match=rf"is an adapter of PEFT.*`model\.adapter={re.escape(str(adapter))}`"):
        LocalModel("tiny", str(adapter), hardware=CPU).identity()


def test_an_adapter_changes_the_answer_as_peft_does(text_model: Path, adapter: Path) -> None:
    import peft

    plain, adapted = first_logprobs(text_model), first_logprobs(text_model, adapter=str(adapter))
    assert plain != adapted
    module = peft.PeftModel.from_pretrained(transformers.LlamaForCausalLM.from_pretrained(text_model), str(adapter))
    tokenizer = transformers.AutoTokenizer.from_pretrained(text_model)
    prompt = tokenizer("user: Which digit?\nassistant: ", return_tensors="pt", add_special_tokens=False)
    with torch.inference_mode():
        expected = module.eval()(**prompt).logits[0, -1].log_softmax(dim=-1).topk(20).values.tolist()
    assert [value for _, value in adapted] == pytest.approx(expected, abs=1e-4)


def test_an_adapter_is_part_of_the_identity_and_its_place_is_not(
    tmp_path: Path, text_model: Path, adapter: Path
) -> None:
    def identity(**settings: Any) -> Any:
        return LocalModel("tiny", str(text_model), hardware=CPU, **settings).identity()

    moved = Path(shutil.copytree(adapter, tmp_path / "moved"))
    assert "adapter" not in identity()
    assert identity(adapter=str(adapter)) == identity(adapter=str(moved))
    (moved / "adapter_config.json").write_text((adapter / "adapter_config.json").read_text() + "\n")
    assert identity(adapter=str(adapter)) != identity(adapter=str(moved))


def test_an_adapter_of_another_model_is_refused(adapter: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.adapter: .* does not fit this checkpoint"):
        first_logprobs(DEMO_MODEL, adapter=str(adapter))


@pytest.mark.parametrize(("name", "reason"), [("nothing", "there is no folder"), ("", "has no adapter_config.json")])
def test_a_folder_without_an_adapter_is_named(tmp_path: Path, text_model: Path, name: str, reason: str) -> None:
    model = LocalModel("tiny", str(text_model), hardware=CPU, adapter=str(tmp_path / name))
    with pytest.raises(MissingResource, match=f"model.adapter: .*{reason}"):
        model.identity()


# Quantization and compilation


@pytest.mark.parametrize("quantization", Quantization)
def test_a_quantized_model_answers_nearly_the_same(text_model: Path, quantization: Quantization) -> None:
    pytest.importorskip("bitsandbytes", reason="quantization needs bitsandbytes (hyeval[quantization])")
    module = load_module(text_model, Recipe(torch.float32, quantization=quantization, device=torch.device("cpu")))
    kinds = {type(part).__name__ for part in module.modules()}
    assert kinds & {"Linear8bitLt", "Linear4bit"}
    prompt = torch.tensor([[5, 40, 80, 120, 160]])
    with torch.inference_mode():
        exact = load_module(text_model, RECIPE)(input_ids=prompt).logits.flatten()
        rounded = module(input_ids=prompt).logits.flatten().float()
    assert 0.9 < torch.cosine_similarity(exact, rounded, dim=0) < 0.999999
    (answer,) = answers(LocalModel("tiny", str(text_model), hardware=CPU, quantization=quantization), "Which digit?")
    assert answer.text


def test_quantization_and_compilation_are_part_of_the_identity(text_model: Path) -> None:
    plain = LocalModel("tiny", str(text_model), hardware=CPU).identity()
    quantized = LocalModel("tiny", str(text_model), hardware=CPU, quantization=Quantization.INT8).identity()
    compiled = LocalModel("tiny", str(text_model), hardware=CPU, compile=True).identity()
    assert not plain.keys() & {"quantization", "compile"}
    assert quantized == {**plain, "quantization": "int8"}
    assert compiled == {**plain, "compile": True}


@pytest.mark.slow  # compiled by the C++ compiler, 30 seconds of it
def test_a_compiled_model_answers_the_same(text_model: Path) -> None:
    plain, compiled = first_logprobs(text_model), first_logprobs(text_model, compile=True)
    assert [token for token, _ in plain] == [token for token, _ in compiled]
    assert [value for _, value in plain] == pytest.approx([value for _, value in compiled], abs=1e-4)


# What cannot be loaded


def test_a_checkpoint_that_writes_no_text_is_refused(tmp_path: Path) -> None:
    transformers.ViTConfig(hidden_size=8, num_attention_heads=1).save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="holds a vit, which transformers cannot let write text"):
        load_module(tmp_path, RECIPE)


@pytest.mark.parametrize("content", ["{", '{"model_type": "no_such_type"}'])
def test_a_broken_configuration_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content)
    with pytest.raises(ModelError, match=r"model\.path: the checkpoint in .* cannot be loaded"):
        load_module(tmp_path, RECIPE)


def test_a_checkpoint_with_code_of_its_own_is_refused(tmp_path: Path, text_model: Path) -> None:
    folder = copied(text_model, tmp_path / "own")
    changed(folder / "config.json", model_type="own", auto_map={"AutoConfig": "own.Config"})
    (folder / "own.py").write_text("raise AssertionError('this was run')")
    with pytest.raises(ModelError, match=r"needs code of its own, which hyeval does not run\. .*`deploy=vllm"):
        load_module(folder, RECIPE)


@pytest.mark.parametrize("there", [("config.json",), ("config.json", "tokenizer.json", "tokenizer_config.json")])
def test_a_folder_with_weights_alone_is_told_what_to_copy(tmp_path: Path, there: tuple[str, ...]) -> None:
    for name in there:
        shutil.copy(DEMO_MODEL / name, tmp_path)
    with pytest.raises(ModelError, match=r"processor of .* cannot be loaded .*copy the tokenizer and the processor"):
        load_processor(tmp_path, {})


def test_an_attention_that_the_model_does_not_have_is_named(text_model: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_module(text_model, Recipe(torch.float32, attention="no_such_attention"))


def test_a_checkpoint_without_some_of_its_weights_is_refused(tmp_path: Path, text_model: Path) -> None:
    """transformers would draw them at random, and a score would come out."""
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "incomplete"
    shutil.copytree(text_model, folder)
    weights = load_file(folder / "model.safetensors")
    lost = next(name for name in weights if name.endswith("mlp.up_proj.weight"))
    del weights[lost]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=rf"lacks 1 of the model's weights, such as {re.escape(lost)}"):
        load_module(folder, RECIPE)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    transformers.utils.logging.set_verbosity_error()
    yield
    transformers.utils.logging.set_verbosity_warning()
