"""The providers that are shipped: their model files, their listing and their page in the documentation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from hyeval.config.catalogue import NO_VARIABLE, list_entries
from hyeval.config.folders import config_folder
from tests.config.commands import write_files

AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION_NAME")
PROVIDERS: dict[str, tuple[str, ...]] = {
    "OpenAI": ("OPENAI_API_KEY",),
    "Azure OpenAI": ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_RESOURCE"),
    "Anthropic": ("ANTHROPIC_API_KEY",),
    "Google Gemini": ("GEMINI_API_KEY",),
    "Vertex AI": ("GOOGLE_APPLICATION_CREDENTIALS", "VERTEXAI_PROJECT", "VERTEXAI_LOCATION"),
    "Amazon Bedrock": AWS,
    "Alibaba DashScope": ("DASHSCOPE_API_KEY",),
    "Tencent Hunyuan": ("TENCENT_TOKENHUB_API_KEY",),
    "Moonshot": ("MOONSHOT_API_KEY",),
    "Zhipu": ("ZAI_API_KEY",),
    "StepFun": ("STEPFUN_API_KEY",),
    "ByteDance Ark": ("ARK_API_KEY",),
    "Baidu Qianfan": ("QIANFAN_API_KEY",),
    "MiniMax": ("MINIMAX_API_KEY",),
    "01.AI": ("YI_API_KEY",),
    "SenseNova": ("SENSENOVA_API_KEY",),
    "SiliconFlow": ("SILICONFLOW_API_KEY",),
    "Together": ("TOGETHER_API_KEY",),
    "Fireworks": ("FIREWORKS_API_KEY",),
    "Groq": ("GROQ_API_KEY",),
    "xAI": ("XAI_API_KEY",),
    "Mistral": ("MISTRAL_API_KEY",),
    "OpenRouter": ("OPENROUTER_API_KEY",),
    "DeepInfra": ("DEEPINFRA_API_KEY",),
    "Perplexity": ("PERPLEXITY_API_KEY",),
    "NVIDIA NIM": ("NVIDIA_API_KEY",),
    "SambaNova": ("SAMBANOVA_API_KEY",),
    "Hugging Face": ("HF_TOKEN",),
    "Reka": ("REKA_API_KEY",),
    "Cohere": ("COHERE_API_KEY",),
    "GitHub Models": ("GITHUB_TOKEN",),
    "Ollama": (),
    "LM Studio": (),
    "any server": (),
}
FILES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text()) for path in sorted((config_folder() / "model").glob("*.yaml"))
}
ENDPOINTS = {name: file for name, file in FILES.items() if file["_target_"].endswith(".ApiModel")}
PRICED = {name: file["prices"] for name, file in ENDPOINTS.items() if "prices" in file}
KEYLIKE = re.compile(r"sk-|hf_|gsk_|AIza|AKIA|[A-Za-z0-9]{32}")
"""How keys of well-known providers begin, and any long run of letters and digits."""
PAGE = Path(__file__).parents[2] / "docs" / "providers.md"


def models_of(provider: str) -> list[str]:
    return [name for name, file in ENDPOINTS.items() if file["info"]["provider"] == provider]


# Model files


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_has_a_model_that_sees(provider: str) -> None:
    assert any("image" in FILES[name]["info"]["modality"] for name in models_of(provider))


@pytest.mark.parametrize("provider", ["OpenAI", "Anthropic", "Google Gemini", "Alibaba DashScope"])
def test_the_large_providers_have_several_models(provider: str) -> None:
    assert 2 <= len(models_of(provider)) <= 4


def test_no_model_file_names_a_provider_that_is_not_in_the_table() -> None:
    assert {file["info"]["provider"] for file in ENDPOINTS.values()} == set(PROVIDERS)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_model_file_bears_its_own_name_and_says_where_its_facts_are_from(name: str) -> None:
    if name == "openai_compatible":
        return  # Its name is that of the model, and nobody documents it but the file itself.
    text = (config_folder() / "model" / f"{name}.yaml").read_text()
    assert FILES[name]["name"] == name
    assert re.match(r"# [^\n]+: https://\S+\n", text)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_model_file_names_variables_and_holds_no_key(name: str) -> None:
    file = ENDPOINTS[name]
    for variable in filter(None, [file.get("api_key_env"), *file.get("credentials", [])]):
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*", variable)
    for setting in ("api_key_env", "credentials", "headers", "base_url"):
        assert not KEYLIKE.search(str(file.get(setting)))


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_address_or_litellm_leads_to_a_model(name: str) -> None:
    file = ENDPOINTS[name]
    if file.get("via") == "litellm":
        assert file["credentials"]
        assert "/" in file["model"]
        assert not {"base_url", "api_key_env"} & file.keys()
    else:
        assert file["base_url"]
        assert "credentials" not in file


@pytest.mark.parametrize("name", PRICED)
def test_prices_are_whole_and_dated(name: str) -> None:
    prices = PRICED[name]
    assert {"input", "output", "noted"} <= prices.keys() <= {
        "input", "cached_input", "output", "batch_discount", "noted"
    }  # fmt: skip
    assert 0 < prices["input"] <= prices["output"]
    assert 0 < prices.get("cached_input", prices["input"]) <= prices["input"]
    assert 0 < prices.get("batch_discount", 0.5) < 1
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", prices["noted"])


# Listing


def listed(folder: Path, *arguments: str, **environment: str) -> str:
    """What `python -m hyeval list providers` prints, with no variable set but those given."""
    needed = {variable for variables in PROVIDERS.values() for variable in variables}
    rest = {name: value for name, value in os.environ.items() if name not in needed}
    done = subprocess.run(
        [sys.executable, "-m", "hyeval", "list", "providers", *arguments],
        cwd=folder,
        env={**rest, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_the_listing_says_which_of_several_variables_are_missing(tmp_path: Path) -> None:
    keys = {"AZURE_OPENAI_API_KEY": "azure-secret-1", "OPENAI_API_KEY": "openai-secret-2", "GROQ_API_KEY": ""}
    printed = listed(tmp_path, **keys)
    rows = {re.split(r"\s{2,}", line)[0]: re.split(r"\s{2,}", line.strip()) for line in printed.splitlines()[1:]}
    assert rows["Azure OpenAI"][1:3] == [
        "AZURE_OPENAI_API_KEY, AZURE_OPENAI_RESOURCE", "not set: AZURE_OPENAI_RESOURCE"
    ]  # fmt: skip
    assert rows["OpenAI"][1:3] == ["OPENAI_API_KEY", "set"]
    assert rows["Groq"][1:3] == ["GROQ_API_KEY", "not set"]
    assert rows["Ollama"][1] == "not needed"
    assert "secret" not in printed


def test_a_key_in_an_env_file_counts_as_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=openai-secret-3\nAZURE_OPENAI_API_KEY=x\nAZURE_OPENAI_RESOURCE=me\n")
    printed = listed(tmp_path, "openai")
    lines = [line for line in printed.splitlines() if line.startswith(("OpenAI", "Azure OpenAI"))]
    assert len(lines) == 2
    assert all(" set " in line and "not set" not in line for line in lines)
    assert "secret" not in printed


@pytest.mark.parametrize(("provider", "variables"), PROVIDERS.items())
def test_the_listing_names_every_variable_that_a_provider_needs(
    monkeypatch: pytest.MonkeyPatch, provider: str, variables: tuple[str, ...]
) -> None:
    def entry() -> tuple[str, str]:
        (found,) = (one for one in list_entries("providers", [config_folder()]) if one.name == provider)
        return found.details["key variable"], found.details["key"]

    for variable in variables:
        monkeypatch.delenv(variable, raising=False)
    assert entry() == (", ".join(variables), "not set" if variables else "not needed")
    for variable in variables:
        monkeypatch.setenv(variable, "a value")
    assert entry()[1] == ("set" if variables else "not needed")
    if len(variables) > 1:
        monkeypatch.setenv(variables[-1], "")
        assert entry()[1] == f"not set: {variables[-1]}"


def test_variables_are_found_in_addresses_headers_and_credentials_of_all_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = "info: {provider: Acme}\n"
    folder = write_files(
        tmp_path,
        {
            "model/one.yaml": "api_key_env: ACME_KEY\nbase_url: https://{ACME_SITE}.acme.com/{ACME_SITE}/v1\n" + info,
            "model/two.yaml": 'api_key_env: ACME_KEY\nheaders: {X-Team: "{ACME_TEAM}", X-Kind: plain}\n' + info,
            "model/three.yaml": "via: litellm\ncredentials: [ACME_ID, ACME_KEY]\n" + info,
            "model/four.yaml": "base_urls: ['https://a.acme.com/v1', 'https://{ACME_MIRROR}/v1']\n" + info,
        },
    )
    monkeypatch.setenv("ACME_TEAM", "a value")
    (entry,) = list_entries("providers", [folder])
    needed = {"ACME_ID", "ACME_KEY", "ACME_MIRROR", "ACME_SITE", "ACME_TEAM"}
    assert set(entry.details["key variable"].split(", ")) == needed
    assert "ACME_TEAM" not in entry.details["key"]
    assert "a value" not in repr(entry)


def test_a_key_where_a_variable_belongs_is_not_shown(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"model/one.yaml": "api_key_env: sk-secret\ninfo: {provider: Acme}\n"})
    (entry,) = list_entries("providers", [folder])
    assert entry.details == {"key variable": NO_VARIABLE, "key": "not set"}


# Documentation


@pytest.mark.parametrize(("provider", "variables"), PROVIDERS.items())
def test_the_page_on_providers_has_a_row_for_each(provider: str, variables: tuple[str, ...]) -> None:
    (row,) = (line for line in PAGE.read_text().splitlines() if line.startswith(f"| {provider} |"))
    named = re.findall(r"`([a-z0-9_]+)`", row)
    assert re.findall(r"`([A-Z][A-Z0-9_]+)`", row) == list(variables)
    assert sorted(named) == sorted(models_of(provider))


def test_the_page_on_providers_has_no_row_more() -> None:
    table = PAGE.read_text().partition("| provider |")[2]
    assert re.findall(r"^\| ([^|]+) \|", table, flags=re.MULTILINE) == list(PROVIDERS)
