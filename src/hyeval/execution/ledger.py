"""What a run has used: tokens and money, counted attempt by attempt, and the budget that ends it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, with_config

from hyeval.records import Usage

PER_TOKEN = 1e-6
Price = Annotated[float, Field(ge=0)]


@with_config(extra="forbid")
@dataclass(frozen=True)
class Prices:
    """USD per million tokens, and the month (YYYY-MM) in which they were noted.

    `cached_input` holds for prompt tokens that the provider read from its cache, `batch_discount` is the factor for
    what went through its batch interface; without them the full price is taken.
    """

    input: Price
    output: Price
    noted: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    cached_input: Price | None = None
    batch_discount: Annotated[float, Field(gt=0, le=1)] = 1.0

    def cost(self, usage: Usage, *, batch: bool = False) -> float:
        """USD for this usage; completion tokens include those spent on reasoning."""
        prompt, cached = usage.prompt_tokens or 0, usage.cached_tokens or 0
        cached_price = self.input if self.cached_input is None else self.cached_input
        money = (prompt - cached) * self.input + cached * cached_price + (usage.completion_tokens or 0) * self.output
        return money * PER_TOKEN * (self.batch_discount if batch else 1.0)


@with_config(extra="forbid")
@dataclass(frozen=True)
class Budget:
    """What a command may use, all jobs of a sweep together; None: as much as it takes."""

    usd: Annotated[float, Field(gt=0)] | None = None
    tokens: Annotated[int, Field(gt=0)] | None = None
    minutes: Annotated[float, Field(gt=0)] | None = None


class Purse:
    """What the jobs of one command have used so far."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = clock()
        self.usd = 0.0
        self.tokens = 0

    @property
    def minutes(self) -> float:
        """Minutes since the command began."""
        return (self._clock() - self._started) / 60


@dataclass
class Account:
    """Tokens and attempts of one kind; `estimated` counts those attempts whose usage the endpoint did not say."""

    attempts: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: int = 0
    usd: float = 0.0

    def add(self, usage: Usage, usd: float, *, estimated: bool = False) -> None:
        """Enter one attempt."""
        self.attempts += 1
        self.prompt_tokens += usage.prompt_tokens or 0
        self.cached_tokens += usage.cached_tokens or 0
        self.completion_tokens += usage.completion_tokens or 0
        self.reasoning_tokens += usage.reasoning_tokens or 0
        self.estimated += estimated
        self.usd += usd


class Ledger:
    """The account of one run.

    `answers` are attempts that brought an answer, `retries` those that brought none and may have been billed,
    `interrupted` requests that an earlier run had in flight when it was killed and that were sent again, `reused` what
    the answers from the store would have cost.
    """

    def __init__(self, prices: Prices | None = None, budget: Budget | None = None, purse: Purse | None = None) -> None:
        self.prices = prices
        self.answers = Account()
        self.retries = Account()
        self.interrupted = Account()
        self.reused = Account()
        self._budget = budget or Budget()
        self._purse = purse or Purse()

    @property
    def tokens(self) -> int:
        """Tokens of this run's attempts."""
        return sum(one.prompt_tokens + one.completion_tokens for one in (self.answers, self.retries))

    @property
    def usd(self) -> float | None:
        """USD of this run's attempts; None if the model has no prices."""
        return None if self.prices is None else self.answers.usd + self.retries.usd

    def answered(self, usage: Usage, estimate: Usage, *, batch: bool = False) -> None:
        """Enter an attempt that brought an answer."""
        self._enter(self.answers, usage, estimate, batch=batch)

    def retried(self, usage: Usage | None, estimate: Usage) -> None:
        """Enter an attempt that brought no answer and may have been billed."""
        self._enter(self.retries, usage or Usage(), self._likely(estimate))

    def asked_again(self, usage: Usage, estimate: Usage) -> None:
        """Enter a request that a killed run had in flight, at what it has cost now."""
        self._enter(self.interrupted, usage, estimate, spend=False)

    def taken_from_store(self, usage: Usage) -> None:
        """Enter an answer that was not asked for again."""
        self._enter(self.reused, usage, Usage(), spend=False)

    def exhausted(self, in_flight: int) -> str:
        """Which part of the budget is used up once what is in flight has come back; empty if none is."""
        budget, purse, count = self._budget, self._purse, max(self.answers.attempts, 1)
        pending_tokens = in_flight * (self.answers.prompt_tokens + self.answers.completion_tokens) / count
        if budget.tokens is not None and purse.tokens + pending_tokens >= budget.tokens:
            return f"the budget of {budget.tokens} tokens is used up (budget.tokens)"
        if budget.usd is not None and purse.usd + in_flight * self.answers.usd / count >= budget.usd:
            return f"the budget of {budget.usd:g} USD is used up (budget.usd)"
        if budget.minutes is not None and purse.minutes >= budget.minutes:
            return f"the budget of {budget.minutes:g} minutes is used up (budget.minutes)"
        return ""

    def exceeded_by(self, requests: int, estimate: Usage) -> str:
        """Which part of the budget so many requests would exceed, by their estimate or the answers so far."""
        likely, count = self._likely(estimate), self.answers.attempts
        if count:
            likely = Usage(estimate.prompt_tokens, requests * self.answers.completion_tokens // count)
        usd = 0.0 if self.prices is None else self.prices.cost(likely, batch=True)
        tokens = (likely.prompt_tokens or 0) + (likely.completion_tokens or 0)
        budget, purse = self._budget, self._purse
        if budget.usd is not None and purse.usd + usd > budget.usd:
            return f"batches of about {usd:.2f} USD would exceed the budget of {budget.usd:g} USD (budget.usd)"
        if budget.tokens is not None and purse.tokens + tokens > budget.tokens:
            return f"batches of about {tokens} tokens would exceed the budget of {budget.tokens} (budget.tokens)"
        return ""

    def seconds_left(self) -> float | None:
        """Seconds until the budget's time is over; None if it has no end."""
        minutes = self._budget.minutes
        return None if minutes is None else max(0.0, 60 * (minutes - self._purse.minutes))

    def _likely(self, estimate: Usage) -> Usage:
        """What an attempt has probably used: its own prompt, and as long an answer as the others had."""
        answers = self.answers
        return Usage(
            estimate.prompt_tokens,
            answers.completion_tokens // answers.attempts if answers.attempts else estimate.completion_tokens,
        )

    def _enter(
        self, account: Account, usage: Usage, estimate: Usage, *, batch: bool = False, spend: bool = True
    ) -> None:
        taken = usage if usage.known else estimate
        usd = 0.0 if self.prices is None else self.prices.cost(taken, batch=batch)
        account.add(taken, usd, estimated=not usage.known)
        if spend:
            self._purse.usd += usd
            self._purse.tokens += (taken.prompt_tokens or 0) + (taken.completion_tokens or 0)
