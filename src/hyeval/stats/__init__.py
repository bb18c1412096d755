"""Statistics: how scores become numbers with intervals."""

from hyeval.stats.aggregation import AGGREGATIONS, Aggregation, find_aggregation

__all__ = ["AGGREGATIONS", "Aggregation", "find_aggregation"]
