"""Models behind servers that the run starts: the answers of a real one, and a stand-in that misbehaves."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders import judged_task
from tests.end_to_end.apis import QUICK
from tests.end_to_end.runs import Finished, Process, Workspace
from tests.servers import engine
from tests.servers.engine import Manners

KEY = "sk-server-0123456789"
SOON_S = 60
"""Within this a run has told its error and stopped its server, imports and grace included."""
SERVED = ("deploy=transformers", "hardware=cpu", "tracking=none")


def serving(run: Finished) -> dict[str, Any]:
    """What the manifest says of the only deployment."""
    (deployment,) = json.loads((run.folder / "manifest.json").read_text())["serving"]
    assert isinstance(deployment, dict)
    return deployment


# A real one


def test_a_served_checkpoint_gives_the_answers_of_the_local_one(workspace: Workspace) -> None:
    local = workspace.run("task=digits", "limit=60", "tracking=none", run="local")
    served = workspace.run(*SERVED, "task=digits", "limit=60", run="served")
    assert local.code == served.code == 0, served.stderr
    assert served.answers("digits") == local.answers("digits")
    metric = served.result["tasks"]["digits"]["metrics"]
    assert metric == local.result["tasks"]["digits"]["metrics"]
    assert served.result["execution"]["generated"] == 60  # another engine, another key
    known = serving(served)
    assert known["engine"] == "transformers"
    assert known["version"]
    assert "--device" in known["command"]
    assert known["checkpoint"]["revision"].startswith("sha256:")
    assert Path(known["servers"][0]["log"]).read_text().startswith("$ ")
    again = workspace.run(*SERVED, "deploy.port=1", "task=digits", "limit=60", run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] == 60
    assert serving(again)["servers"][0]["ready_s"] is None  # none was needed


# A stand-in

GRADED = '{version: 1, system: You grade., user: "Is {{ response }} right?", verdict: {kind: number, low: 0, high: 7}}'
JUDGED = judged_task("judged", GRADED, metric="accuracy")


class StandIn:
    """Runs with `deploy=vllm`, where vLLM is a stand-in."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.python = engine.install(workspace.folder / "env")

    def start(self, *more: str, manners: Manners = Manners.NONE, **environment: str) -> Process:
        variables = self.variables(manners) | environment
        return self.workspace.start(*self.settings(more), environment=variables)

    def run(
        self,
        *more: str,
        manners: Manners = Manners.NONE,
        run: str = "run",
        answers: int = 0,
        section: str = "deploy",
        **environment: str,
    ) -> Finished:
        variables = self.variables(manners, answers) | environment
        return self.workspace.run(*self.settings(more, section), run=run, environment=variables)

    def settings(self, more: Sequence[str], section: str = "deploy") -> list[str]:
        server = (f"{section}=vllm", f"{section}.python={self.python}", f"{section}.stop_grace_s=1")
        limits = () if any("task=" in one for one in more) else ("task=digits", "limit=30")
        return ["hardware=cpu", *server, *QUICK, *limits, *more]

    def variables(self, manners: Manners, answers: int = 0) -> dict[str, str]:
        folder = str(self.workspace.folder)
        return {engine.FOLDER: folder, engine.MANNERS: manners, engine.ANSWERED: str(answers)}

    def living(self) -> list[int]:
        return engine.living(self.workspace.folder)

    def gone(self) -> bool:
        """Whether all its processes are gone within a while."""
        deadline = time.monotonic() + SOON_S / 2
        while self.living() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.living() == []

    def calls(self) -> list[dict[str, Any]]:
        return engine.calls(self.workspace.folder)


@pytest.fixture
def vllm(workspace: Workspace) -> Iterator[StandIn]:
    stand_in = StandIn(workspace)
    yield stand_in
    left = stand_in.living()
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def test_neither_port_nor_replicas_nor_devices_ask_anything_again(vllm: StandIn) -> None:
    first = vllm.run()
    assert first.code == 0, first.stderr
    assert first.answers("digits") == ["7"] * 30
    assert vllm.living() == []
    again = vllm.run("deploy.port=8123", "deploy.replicas=2", "deploy.max_sequences=3", run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] == 30
    assert len(vllm.calls()) == 1  # no server was started for nothing


def test_an_engine_that_is_missing_is_told_before_data_are_read_unless_answers_are_stored(vllm: StandIn) -> None:
    missing = ("deploy.python=/no/python",)
    refused = vllm.run(*missing, "dataset.path=/no/data", run="refused")
    assert refused.code == 2
    (error,) = [line for line in refused.stderr.splitlines() if line.startswith("error")]
    assert error.startswith("error: deploy.python: there is no file /no/python.")
    assert vllm.run().code == 0
    again = vllm.run(*missing, run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] == 30
    assert "there is no file /no/python. Name the interpreter of an environment. Until then" in again.stderr
    anew = vllm.run(*missing, "resume=false", "dataset.path=/no/data", run="anew")
    assert "error: deploy.python: there is no file /no/python." in anew.stderr


def test_the_engine_of_a_judge_is_looked_for_where_one_is_asked(vllm: StandIn, tmp_path: Path) -> None:
    (tmp_path / "task").mkdir()
    (tmp_path / "task" / "judged.yaml").write_text(JUDGED)
    judge = ("judge=local", "judge.path=${package_data:demo/model}", "model=scripted", "judge.deploy.python=/no/python")
    folders = ("--config-dir", str(tmp_path))
    run = vllm.run(*folders, *judge, "task=judged", "dataset.path=/no/data", section="judge.deploy")
    assert run.code == 2
    assert "error: judge.deploy.python: there is no file /no/python." in run.stderr
    unjudged = vllm.run(*folders, *judge, "task=digits", "limit=2", section="judge.deploy", run="unjudged")
    assert unjudged.code == 0, unjudged.stderr


def test_the_jobs_of_a_sweep_share_their_server(vllm: StandIn, tmp_path: Path) -> None:
    sweep = vllm.run("--multirun", "task=digits,digits_mc", "limit=5", f"hydra.sweep.dir={tmp_path / 'sweep'}")
    assert sweep.code == 0, sweep.stderr
    assert sweep.stderr.count("starting vllm for demo") == 1
    assert "demo is kept from the previous job" in sweep.stderr
    assert len(vllm.calls()) == 1


def test_models_of_a_sweep_are_served_one_after_another(vllm: StandIn, tmp_path: Path) -> None:
    """The second server finds the port free, as the first has gone before it came."""
    run = vllm.run(
        "--multirun", "task=digits", "limit=3", "model.name=first,second", "resume=false", "deploy.port=8124",
        f"hydra.sweep.dir={tmp_path / 'sweep'}",
    )  # fmt: skip
    assert run.code == 0, run.stderr
    assert [call["arguments"][7] for call in vllm.calls()] == ["first", "second"]


def test_one_that_is_never_ready_ends_the_run(vllm: StandIn) -> None:
    started = time.monotonic()
    run = vllm.run("deploy.start_timeout_s=3", manners=Manners.NEVER_READY)
    assert time.monotonic() - started < SOON_S
    assert run.code == 1
    assert "deploy: vllm for demo was not ready within 3 s (`deploy.start_timeout_s`) and was stopped" in run.stderr
    assert "loading weights…" in run.stderr
    assert "Traceback" not in run.stderr


def test_one_that_dies_at_start_ends_the_run(vllm: StandIn) -> None:
    run = vllm.run(manners=Manners.DIES_AT_START)
    assert run.code == 1
    assert "deploy: vllm for demo ended with code 1 after" in run.stderr
    assert engine.LAST_WORDS in run.stderr
    assert "Set `deploy.max_model_length=`" in run.stderr
    assert "Traceback" not in run.stderr


def test_one_that_dies_mid_run_costs_nothing_that_was_answered(vllm: StandIn) -> None:
    started = time.monotonic()
    run = vllm.run("deploy.max_sequences=2", manners=Manners.DIES_MID_RUN, answers=12)
    assert time.monotonic() - started < SOON_S
    assert run.code == 1
    assert "deploy: vllm for demo was killed by SIGKILL while it was asked" in run.stderr
    assert "CUDA error: an illegal memory access was encountered" in run.stderr
    assert "Traceback" not in run.stderr
    again = vllm.run(run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] >= 11
    assert again.result["execution"]["reused"] + again.result["execution"]["generated"] == 30


def test_one_of_two_that_dies_is_left_out_and_told(vllm: StandIn) -> None:
    run = vllm.run(
        "deploy.replicas=2", "deploy.max_sequences=2", "task=digits", "limit=100", manners=Manners.FIRST_DIES, answers=5
    )
    assert run.code == 1
    assert "the results are complete, but deploy: vllm for demo was killed by SIGKILL while it was asked" in run.stderr
    assert run.result["status"] == "complete"
    assert run.answers("digits") == ["7"] * 100
    assert len(vllm.calls()) == 2


def test_replicas_have_devices_of_their_own(vllm: StandIn) -> None:
    run = vllm.run(
        "hardware=auto", "deploy.devices=[0,1,2,3]", "deploy.replicas=2", "deploy.max_sequences=2",
        CUDA_VISIBLE_DEVICES="4,5,6,7",
    )  # fmt: skip
    assert run.code == 0, run.stderr
    assert {call["devices"] for call in vllm.calls()} == {"4,5", "6,7"}
    assert [server["devices"] for server in serving(run)["servers"]] == [["4", "5"], ["6", "7"]]
    assert all("--tensor-parallel-size 2" in " ".join(call["arguments"]) for call in vllm.calls())


def test_the_key_is_demanded_and_shown_nowhere(vllm: StandIn) -> None:
    run = vllm.run("deploy.api_key_env=MY_SERVER_KEY", MY_SERVER_KEY=KEY)
    assert run.code == 0, run.stderr
    (call,) = vllm.calls()
    assert call["key"] == KEY
    assert KEY not in " ".join(call["arguments"])
    assert KEY not in run.stdout + run.stderr
    files = [path for path in run.folder.rglob("*") if path.is_file()]
    assert any("api_key=***" in path.read_text(errors="replace") for path in files)
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
    missing = vllm.run("deploy.api_key_env=MY_SERVER_KEY", "resume=false", run="missing")
    assert missing.code == 2
    assert "deploy.api_key_env: MY_SERVER_KEY is not set." in missing.stderr


def test_neither_a_proxy_nor_a_forwarded_endpoint_comes_between(vllm: StandIn) -> None:
    away = {
        "EVAL_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9",
        "FWD_API": "1", "OPENAI_API_BASE": "http://127.0.0.1:9/v1", "OPENAI_API_KEY": "x",
    }  # fmt: skip
    run = vllm.run(**away)
    assert run.code == 0, run.stderr


def test_a_taken_port_is_a_wrong_setting(vllm: StandIn, start: Callable[..., Any]) -> None:
    port = start().url.rpartition(":")[2]
    run = vllm.run(f"deploy.port={port}")
    assert run.code == 2
    assert f"deploy.port: port {port} of 127.0.0.1 is taken by another program" in run.stderr


def test_a_flood_and_deafness_to_sigterm_do_no_harm(vllm: StandIn) -> None:
    flood = vllm.run("deploy.log_mb=0.1", manners=Manners.FLOODS, run="flood")
    assert flood.code == 0, flood.stderr
    assert sum(path.stat().st_size for path in (flood.folder / "servers").iterdir()) <= 100_000
    deaf = vllm.run("resume=false", manners=Manners.IGNORES_SIGTERM, run="deaf")
    assert deaf.code == 0, deaf.stderr


def test_ctrl_c_while_it_starts_ends_the_start(vllm: StandIn) -> None:
    process = vllm.start(manners=Manners.NEVER_READY)
    process.wait_for("starting vllm for demo")
    time.sleep(0.5)
    started = time.monotonic()
    process.interrupt()
    run = process.wait()
    assert run.code == 130, run.stderr
    assert time.monotonic() - started < SOON_S / 2


def test_the_second_ctrl_c_leaves_at_once_and_leaves_nothing(vllm: StandIn) -> None:
    process = vllm.start("task=digits", "limit=360", manners=Manners.FORKS, STAND_IN_LATENCY="20")
    process.wait_for("is ready after")
    time.sleep(1)
    process.interrupt()
    process.wait_for("Ctrl-C again")
    process.interrupt()
    assert process.wait().code == 130
    assert vllm.gone()


@pytest.mark.parametrize("manners", [Manners.NEVER_READY, Manners.FORKS])
def test_nothing_is_left_when_the_run_is_killed(vllm: StandIn, manners: Manners) -> None:
    """While the server starts, and while it answers (slowly enough to be killed in the act)."""
    process = vllm.start("task=digits", "limit=360", manners=manners, STAND_IN_LATENCY="0.2")
    process.wait_for("is ready after" if manners is Manners.FORKS else "starting vllm")
    deadline = time.monotonic() + SOON_S
    while not vllm.living() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert vllm.living()
    process.kill()
    assert vllm.gone()


def test_a_judge_may_have_a_server_of_its_own(vllm: StandIn, tmp_path: Path) -> None:
    folder = tmp_path / "conf"
    (folder / "task").mkdir(parents=True)
    (folder / "task" / "judged.yaml").write_text(JUDGED)
    run = vllm.run(
        "--config-dir", str(folder), "task=judged", "limit=6", "model=scripted", "model.default=7", "judge=local",
        "judge.path=${package_data:demo/model}", "judge.models.judge.name=arbiter", section="judge.deploy",
    )  # fmt: skip
    assert run.code == 0, run.stderr
    assert serving(run)["model"] == "arbiter"
    assert run.result["tasks"]["judged"]["judging"]["judged"] == 6
    assert run.result["tasks"]["judged"]["metrics"]["accuracy"]["value"] == 1.0


def test_the_jobs_of_a_sweep_share_the_server_of_their_judge(vllm: StandIn, tmp_path: Path) -> None:
    folder = tmp_path / "conf"
    (folder / "task").mkdir(parents=True)
    (folder / "task" / "judged.yaml").write_text(JUDGED)
    run = vllm.run(
        "--multirun", "--config-dir", str(folder), "task=judged", "limit=3", "seed=1,2", "model=scripted",
        "model.default=7", "judge=local", "judge.path=${package_data:demo/model}",
        f"hydra.sweep.dir={tmp_path / 'sweep'}", section="judge.deploy",
    )  # fmt: skip
    assert run.code == 0, run.stderr
    assert len(vllm.calls()) == 1


def test_servers_that_run_already_are_asked_as_they_are(workspace: Workspace, start: Callable[..., Any]) -> None:
    server = start(models=("served",))
    remote = ("deploy=remote", f"deploy.base_url={server.url}/v1", "deploy.served_name=served", "deploy.engine=vllm")
    run = workspace.run(*remote, *QUICK, "task=digits", "limit=5")
    assert run.code == 0, run.stderr
    assert server.stats()["duplicates"] == 0
    assert run.result["model"]["name"] == "demo"


def test_a_key_or_name_that_a_running_server_does_not_take_is_told_by_its_setting(
    workspace: Workspace, start: Callable[..., Any]
) -> None:
    server = start(models=("served",), keys=("right",))
    remote = (
        "deploy=remote",
        f"deploy.base_url={server.url}/v1",
        "deploy.engine=vllm",
        *QUICK,
        "task=digits",
        "limit=2",
    )
    keyed = (*remote, "deploy.api_key_env=SERVER_KEY")
    unset = workspace.run(*keyed, "deploy.served_name=served", run="unset")
    assert "error: deploy.api_key_env: SERVER_KEY is not set." in unset.stderr
    wrong = workspace.run(*keyed, "deploy.served_name=served", run="wrong", environment={"SERVER_KEY": "wrong"})
    assert "error: deploy.api_key_env: SERVER_KEY is not accepted" in wrong.stderr
    other = workspace.run(*keyed, "deploy.served_name=other", run="other", environment={"SERVER_KEY": "right"})
    assert "Set `deploy.served_name=`; or `deploy.base_url=`" in other.stderr
    assert [unset.code, wrong.code, other.code] == [2, 2, 2]
