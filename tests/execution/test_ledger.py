"""Tokens and money: what each attempt costs, and when the budget is used up."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from hyeval.execution.ledger import Account, Budget, Ledger, Prices, Purse
from hyeval.records import Usage

PRICES = Prices(input=10, output=100, noted="2026-11", cached_input=1, batch_discount=0.5)
FULL = Prices(input=10, output=100, noted="2026-11")
UNKNOWN = Usage()


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def answered(ledger: Ledger, *lengths: int, prompt: int = 100) -> Ledger:
    """Enter answers of these lengths."""
    for length in lengths:
        ledger.answered(Usage(prompt, length), UNKNOWN)
    return ledger


# Prices


@pytest.mark.parametrize(
    ("prices", "usage", "batch", "usd"),
    [
        (PRICES, Usage(1000, 100), False, 0.02),
        (PRICES, Usage(1000, 100), True, 0.01),
        (PRICES, Usage(1000, 100, cached_tokens=600), False, 0.0146),
        (PRICES, Usage(1000, 100, cached_tokens=600), True, 0.0073),
        (PRICES, Usage(1000, 100, cached_tokens=1000), False, 0.011),
        (FULL, Usage(1000, 100, cached_tokens=600), False, 0.02),
        (FULL, Usage(1000, 100), True, 0.02),
        (PRICES, Usage(1000, 100, reasoning_tokens=90), False, 0.02),
        (PRICES, Usage(1000, None), False, 0.01),
        (PRICES, Usage(None, 100), False, 0.01),
        (PRICES, UNKNOWN, False, 0.0),
        (Prices(input=10, output=100, noted="2026-11", cached_input=0), Usage(1000, 0, cached_tokens=1000), False, 0.0),
    ],
)
def test_the_cost_of_an_attempt(prices: Prices, usage: Usage, batch: bool, usd: float) -> None:
    assert prices.cost(usage, batch=batch) == pytest.approx(usd)


@pytest.mark.parametrize(
    "wrong",
    [{"input": -1}, {"noted": "November"}, {"batch_discount": 0}, {"batch_discount": 1.5}, {"per": "token"}],
)
def test_prices_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    reads = TypeAdapter(Prices)
    assert reads.validate_python({"input": 10, "output": 100, "noted": "2026-11"}) == FULL
    with pytest.raises(ValidationError):
        reads.validate_python({"input": 10, "output": 100, "noted": "2026-11"} | wrong)


# Entries


def test_answers_are_summed_with_all_that_the_endpoint_says() -> None:
    ledger = Ledger(PRICES)
    ledger.answered(Usage(1000, 100, cached_tokens=600, reasoning_tokens=40), Usage(1, 1))
    ledger.answered(Usage(500, 50), Usage(1, 1), batch=True)
    assert ledger.answers == Account(2, 1500, 600, 150, 40, 0, pytest.approx(0.0146 + 0.005))
    assert (ledger.tokens, ledger.usd) == (1650, pytest.approx(0.0196))


def test_without_prices_there_are_tokens_and_no_money() -> None:
    ledger = answered(Ledger(), 10)
    assert (ledger.tokens, ledger.usd, ledger.answers.usd) == (110, None, 0.0)


@pytest.mark.parametrize(
    ("usage", "counted", "estimated"),
    [
        (UNKNOWN, (70, 8), 1),
        (Usage(cached_tokens=5), (70, 8), 1),
        (Usage(60, 2), (60, 2), 0),
        (Usage(60, None), (60, 0), 0),
        (Usage(0, 0), (0, 0), 0),
    ],
)
def test_where_the_usage_is_unknown_the_estimate_counts_and_is_marked(
    usage: Usage, counted: tuple[int, int], estimated: int
) -> None:
    ledger = Ledger(FULL)
    ledger.answered(usage, Usage(70, 8))
    entered = ledger.answers
    assert ((entered.prompt_tokens, entered.completion_tokens), entered.estimated) == (counted, estimated)
    assert ledger.usd == pytest.approx(counted[0] * 10e-6 + counted[1] * 100e-6)


def test_an_attempt_without_answer_is_taken_to_be_as_long_as_the_answers_so_far() -> None:
    ledger = Ledger(FULL)
    ledger.retried(None, Usage(200, 512))
    assert (ledger.retries.prompt_tokens, ledger.retries.completion_tokens) == (200, 512)
    answered(ledger, 10, 30)
    ledger.retried(None, Usage(200, 512))
    assert (ledger.retries.prompt_tokens, ledger.retries.completion_tokens) == (400, 512 + 20)
    ledger.retried(Usage(150, 0), Usage(200, 512))
    assert (ledger.retries.prompt_tokens, ledger.retries.completion_tokens) == (550, 532)
    assert (ledger.retries.attempts, ledger.retries.estimated) == (3, 2)
    assert ledger.tokens == 240 + 550 + 532
    assert ledger.usd == pytest.approx(ledger.answers.usd + ledger.retries.usd)


def test_what_was_reused_or_asked_again_is_told_and_not_spent() -> None:
    purse = Purse()
    ledger = Ledger(FULL, Budget(tokens=1), purse)
    ledger.taken_from_store(Usage(1000, 100))
    ledger.taken_from_store(UNKNOWN)
    ledger.asked_again(Usage(500, 50), UNKNOWN)
    ledger.asked_again(UNKNOWN, Usage(70, 8))
    assert ledger.reused == Account(2, 1000, 0, 100, 0, 1, pytest.approx(0.02))
    assert ledger.interrupted == Account(2, 570, 0, 58, 0, 1, pytest.approx(0.0115))
    assert (ledger.tokens, ledger.usd, purse.tokens, purse.usd) == (0, 0.0, 0, 0.0)
    assert ledger.exhausted(0) == ""


# The budget


@pytest.mark.parametrize(
    ("budget", "in_flight", "named"),
    [
        (Budget(), 10**9, ""),
        # Two answers of 110 and 130 tokens: what is in flight is reckoned at 120 each.
        (Budget(tokens=241), 0, ""),
        (Budget(tokens=240), 0, "budget.tokens"),
        (Budget(tokens=601), 3, ""),
        (Budget(tokens=600), 3, "budget.tokens"),
        # 2 x 100 prompt tokens at 10 and 40 completion tokens at 100 are 0.006 USD, 0.003 each.
        (Budget(usd=0.0061), 0, ""),
        (Budget(usd=0.006), 0, "budget.usd"),
        (Budget(usd=0.0151), 3, ""),
        (Budget(usd=0.0149), 3, "budget.usd"),
        (Budget(tokens=10**6, usd=10**6, minutes=10**6), 3, ""),
        (Budget(tokens=600, usd=0.0151), 3, "budget.tokens"),
    ],
)
def test_a_budget_is_used_up_when_what_is_in_flight_would_exceed_it(budget: Budget, in_flight: int, named: str) -> None:
    told = answered(Ledger(FULL, budget), 10, 30).exhausted(in_flight)
    assert told.endswith(f"({named})") if named else told == ""


def test_failed_attempts_use_up_the_budget_too() -> None:
    ledger = Ledger(FULL, Budget(tokens=300))
    ledger.retried(Usage(200, 99), UNKNOWN)
    assert ledger.exhausted(5) == ""  # nothing was answered, so nothing is known of what is in flight
    ledger.retried(Usage(1, 0), UNKNOWN)
    assert "budget of 300 tokens is used up" in ledger.exhausted(0)


def test_minutes_are_those_of_the_command() -> None:
    clock = Clock()
    purse = Purse(clock)
    clock.now += 30
    ledger = Ledger(budget=Budget(minutes=2), purse=purse)
    assert (ledger.exhausted(100), ledger.seconds_left()) == ("", 90.0)
    clock.now += 89.9
    assert ledger.exhausted(100) == ""
    clock.now += 0.1
    assert ledger.exhausted(0) == "the budget of 2 minutes is used up (budget.minutes)"
    clock.now += 60
    assert ledger.seconds_left() == 0.0
    assert Ledger(purse=purse).seconds_left() is None


@pytest.mark.parametrize(
    ("budget", "answers", "named"),
    [
        # 10 requests of together 1000 prompt tokens; unanswered they may take 5120 more.
        (Budget(tokens=6120), (), ""),
        (Budget(tokens=6119), (), "budget.tokens"),
        # At half price 1000 x 10 + 5120 x 100 are 0.261 USD.
        (Budget(usd=0.2611), (), ""),
        (Budget(usd=0.2609), (), "budget.usd"),
        # Two answers of 10 and 30 tokens: ten more take 1000 + 200, beyond the 240 that are spent.
        (Budget(tokens=1440), (10, 30), ""),
        (Budget(tokens=1439), (10, 30), "budget.tokens"),
        # They cost 0.006 USD; ten more at half price (1000 x 10 + 200 x 100) / 2 = 0.015.
        (Budget(usd=0.0211), (10, 30), ""),
        (Budget(usd=0.0209), (10, 30), "budget.usd"),
        (Budget(), (), ""),
    ],
)
def test_a_batch_is_held_against_what_is_left(budget: Budget, answers: tuple[int, ...], named: str) -> None:
    told = answered(Ledger(PRICES, budget), *answers).exceeded_by(10, Usage(1000, 5120))
    assert told.endswith(f"({named})") if named else told == ""


def test_two_jobs_spend_from_one_purse() -> None:
    purse = Purse()
    first = answered(Ledger(FULL, Budget(tokens=400), purse), 10)
    second = answered(Ledger(PRICES, Budget(tokens=400), purse), 50)
    assert (first.tokens, second.tokens, purse.tokens) == (110, 150, 260)
    assert first.usd is not None
    assert second.usd is not None
    assert purse.usd == pytest.approx(first.usd + second.usd)
    assert (first.exhausted(0), second.exhausted(0)) == ("", "")
    answered(second, 40)
    assert "400 tokens" in first.exhausted(0)
    assert "400 tokens" in second.exhausted(0)
    assert "400" in Ledger(FULL, Budget(tokens=400), purse).exceeded_by(1, Usage(1, 0))
