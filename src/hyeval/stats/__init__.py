"""Statistics: how scores become numbers with intervals."""

from hyeval.stats.aggregation import AGGREGATIONS

__all__ = ["AGGREGATIONS"]
