"""Engines that can be started: what their command lines are called, as their documentation has it. Data, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hyeval.models.api import Quirks

# Arguments that say how fast an engine answers, how it is loaded and what it logs, but not what it answers.
SCHEDULING = frozenset({
    "cache-max-entry-count", "download-dir", "gpu-memory-utilization", "log-level", "mem-fraction-static",
    "pipeline-parallel-size", "trust-remote-code",
})  # fmt: skip
VLLM_SPEED = SCHEDULING | {
    "api-server-count", "data-parallel-size", "disable-log-requests", "disable-uvicorn-access-log",
    "distributed-executor-backend", "limit-mm-per-prompt", "max-num-batched-tokens", "mm-processor-cache-gb",
    "swap-space", "uvicorn-log-level",
}  # fmt: skip
SGLANG_SPEED = SCHEDULING | {
    "chunked-prefill-size", "enable-metrics", "log-level-http", "max-prefill-tokens", "max-queued-requests",
    "nccl-port", "schedule-policy", "watchdog-timeout",
}  # fmt: skip
LMDEPLOY_SPEED = SCHEDULING | {"max-log-len", "max-prefill-token-num", "vision-max-batch-size"}
TRANSFORMERS_SPEED = SCHEDULING | {"enable-cors", "model-timeout"}


@dataclass(frozen=True)
class KeyVariable:
    """The key is read from a variable of the environment."""

    name: str


@dataclass(frozen=True)
class KeyFile:
    """The key is read from a YAML file that an option names."""

    option: str
    setting: str


@dataclass(frozen=True)
class KeyArgument:
    """The key is an argument. It is appended inside the process, so that no list of processes shows it.

    `entry` is the console script's function, `module:name`.
    """

    option: str
    entry: str


Key = KeyVariable | KeyFile | KeyArgument


@dataclass(frozen=True)
class Engine:
    """One engine.

    `program` is a console script and its first arguments, or `python -m MODULE`. `options` names the option of each
    setting; a setting without one cannot be honoured, and asking for it is an error.
    """

    package: str
    program: tuple[str, ...]
    options: Mapping[str, str]
    quirks: Quirks
    source: str
    """Where the options are documented."""
    always: tuple[str, ...] = ()
    key: Key | None = None
    health: str = "/health"
    precisions: frozenset[str] = frozenset({"auto", "float32", "bfloat16", "float16"})
    cpu: tuple[str, ...] | None = None
    """What makes it run on the CPU; None if it cannot."""
    renamed: bool = True
    """Whether a request may call the model something other than its path."""
    samples: bool = True
    """Whether it honours a temperature whatever the checkpoint's own generation settings are."""
    processor: str = ""
    """Field of a request that takes processor settings, where the command has no option for them."""
    processor_section: str = ""
    """The section of the processor option that image settings stand in, if it has sections."""
    penalty: bool = True
    """Whether `repetition_penalty` has to be sent, since the checkpoint's is not taken."""
    neutral: frozenset[str] = SCHEDULING
    """Further arguments that say how fast it answers, not what: they stay out of the request key."""
    negation: str = ""
    """What stands before the name of an option to switch it off; without one, options are off that are not named."""
    repeated: frozenset[str] = frozenset()
    """Options of which each value of a list is given on its own; all others take a list at once."""


ENGINES: Mapping[str, Engine] = {
    "vllm": Engine(
        package="vllm",
        program=("vllm", "serve"),
        source="https://docs.vllm.ai/en/latest/cli/serve.html",
        options={
            "model": "",
            "host": "--host",
            "port": "--port",
            "served_name": "--served-model-name",
            "precision": "--dtype",
            "max_model_length": "--max-model-len",
            "max_sequences": "--max-num-seqs",
            "chat_template": "--chat-template",
            "tensor_parallel": "--tensor-parallel-size",
            "processor": "--mm-processor-kwargs",
        },
        # Sampling is what a request says, not what the checkpoint suggests.
        always=("--generation-config", "vllm"),
        key=KeyVariable("VLLM_API_KEY"),
        cpu=(),
        quirks=Quirks(top_k=True, seed=True, logprobs=True),
        processor="mm_processor_kwargs",
        neutral=VLLM_SPEED,
        negation="no-",
        repeated=frozenset({"middleware"}),
    ),
    "sglang": Engine(
        package="sglang",
        program=("python", "-m", "sglang.launch_server"),
        source="https://docs.sglang.io/advanced_features/server_arguments.html",
        options={
            "model": "--model-path",
            "host": "--host",
            "port": "--port",
            "served_name": "--served-model-name",
            "precision": "--dtype",
            "max_model_length": "--context-length",
            "max_sequences": "--max-running-requests",
            "chat_template": "--chat-template",
            "tensor_parallel": "--tp-size",
            "processor": "--mm-process-config",
        },
        always=("--sampling-defaults", "openai"),
        key=KeyFile("--config", "api-key"),
        cpu=("--device", "cpu"),
        quirks=Quirks(top_k=True, seed=True, logprobs=True),
        processor_section="image",
        neutral=SGLANG_SPEED,
    ),
    "lmdeploy": Engine(
        package="lmdeploy",
        program=("lmdeploy", "serve", "api_server"),
        source="https://lmdeploy.readthedocs.io/en/latest/llm/api_server.html",
        options={
            "model": "",
            "host": "--server-name",
            "port": "--server-port",
            "served_name": "--model-name",
            "precision": "--dtype",
            "max_model_length": "--session-len",
            "max_sequences": "--max-batch-size",
            "chat_template": "--chat-template",
            "tensor_parallel": "--tp",
        },
        key=KeyArgument("--api-keys", "lmdeploy.cli:run"),
        precisions=frozenset({"auto", "bfloat16", "float16"}),
        # Left out, top_k would be 40 or the checkpoint's, and min_p the checkpoint's. Stop strings of several tokens
        # are ignored in silence.
        quirks=Quirks(top_k=True, no_top_k=0, stop=False, seed=True, logprobs=True, extra_body={"min_p": 0.0}),
        processor="mm_processor_kwargs",
        neutral=LMDEPLOY_SPEED,
    ),
    "transformers": Engine(
        package="transformers",
        program=("transformers", "serve"),
        source="https://huggingface.co/docs/transformers/main/en/serve-cli/serving",
        options={"model": "", "host": "--host", "port": "--port", "precision": "--dtype"},
        cpu=("--device", "cpu"),
        renamed=False,
        samples=False,
        penalty=False,  # it generates with the checkpoint's own settings
        quirks=Quirks(stop=False, seed=True),
        neutral=TRANSFORMERS_SPEED,
    ),
}
