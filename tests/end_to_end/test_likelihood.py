"""Multiple choice by log-probability: locally, over an endpoint that returns them, and over those that do not."""

from __future__ import annotations

from dataclasses import replace

from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Workspace


def test_the_demo_model_finds_the_letter_that_it_would_write_the_likeliest(workspace: Workspace) -> None:
    settings = ("--multirun", "task=digits_mc", "limit=80", "tracking=none", "protocol=official,likelihood")
    both = workspace.run(*settings, f"hydra.sweep.dir={workspace.folder / 'run'}")
    assert both.code == 0, both.stderr
    written, likely = (replace(both, folder=both.folder / job) for job in "01")
    first = [line["score"]["answer"] for line in written.samples("digits_mc")]
    lines = likely.samples("digits_mc")
    assert [line["score"]["answer"] for line in lines] == first
    assert all(line["response"]["status"] == "ok" and line["response"]["completion_tokens"] == 1 for line in lines)
    for line in lines:
        values = [value for _, value in line["response"]["logprobs"]]
        assert values == sorted(values, reverse=True)
        assert max(values) <= 0
    other = workspace.run("task=digits_mc", "limit=80", "tracking=none", "protocol=likelihood", "model.batch_size=3",
                          "resume=false", run="other")  # fmt: skip
    assert [line["score"]["answer"] for line in other.samples("digits_mc")] == first


def test_an_endpoint_is_asked_for_its_log_probabilities(workspace: Workspace, start: Start) -> None:
    server = start()
    settings = ("task=digits_mc", "limit=20", "protocol=likelihood", "model.quirks.logprobs=true")
    run = workspace.run(*api(server), *settings)
    assert run.code == 0, run.stderr
    for line in run.samples("digits_mc"):
        assert len(line["response"]["logprobs"]) == 20
        assert line["score"]["status"] in ("scored", "unparsed")


def test_an_endpoint_without_log_probabilities_is_refused_before_anything_is_sent(
    workspace: Workspace, start: Start
) -> None:
    server = start()
    run = workspace.run(*api(server), "task=digits_mc", "protocol=likelihood")
    assert run.code == 2
    assert "needs log-probabilities, and tested returns none. These do:" in run.stderr
    assert "gpt_4o" in run.stderr
    assert server.stats()["requests"] == 0


def test_an_endpoint_that_ignores_the_wish_ends_the_run(workspace: Workspace, start: Start) -> None:
    """As `transformers serve` does; here the request itself takes the wish back, unseen by the rest."""
    server = start()
    settings = ("task=digits_mc", "limit=20", "protocol=likelihood", "model.quirks.logprobs=true")
    ignoring = "model.quirks.extra_body={logprobs: false, top_logprobs: null}"
    run = workspace.run(*api(server), *settings, ignoring)
    assert run.code == 1, run.stderr
    assert "was asked for log-probabilities and returned none" in run.stderr


def test_the_demo_model_ranks_whole_options_by_sum_and_by_token(workspace: Workspace) -> None:
    settings = ("task=digits_mc", "limit=40", "tracking=none")
    summed = workspace.run(*settings, "protocol=loglikelihood", run="summed")
    assert summed.code == 0, summed.stderr
    assert summed.result["tasks"]["digits_mc"]["metrics"]["accuracy"]["value"] > 0.9
    for line in summed.samples("digits_mc"):
        response = line["response"]
        assert response["text"] is None
        assert len(response["continuations"]) == len(line["choices"])
        best = max(response["continuations"], key=lambda one: one["logprob"])
        assert "ABCDEFGHIJ".index(line["score"]["answer"]) == response["continuations"].index(best)
    mean = workspace.run(*settings, "protocol=loglikelihood_normalised", run="mean")
    assert mean.code == 0, mean.stderr
    assert mean.result["execution"]["reused"] == 40


def test_an_endpoint_cannot_rank_texts(workspace: Workspace, start: Start) -> None:
    server = start()
    run = workspace.run(*api(server), "task=digits_mc", "protocol=loglikelihood", "generation.temperature=1")
    assert run.code == 2
    assert "needs the log-probabilities of given texts, and tested gives none" in run.stderr
    assert "tasks.digits_mc.generation.temperature: has no effect where the texts" in run.stderr
    assert server.stats()["requests"] == 0
