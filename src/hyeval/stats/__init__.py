"""Statistics: how scores become numbers with intervals."""

from hyeval.stats.intervals import mean_interval

AGGREGATIONS = {
    "mean": mean_interval,
}
"""Aggregations that a task file may name under `metrics`."""
