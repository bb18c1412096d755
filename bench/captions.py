"""How long the metrics of captions take: as many as the validation split of COCO has, with five references each.

    python -m bench.captions [--captions 40504]

Sentences are drawn from 8000 words by Zipf's law. Times are those of the processor.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from hyeval.reports.rule_metrics import rule_estimates
from hyeval.scoring.lmms_eval.caption_sets import Caption

WORDS, LENGTH, REFERENCES = 8000, 11, 5


def main() -> None:
    """Print the seconds of each step and the peak memory."""
    parser = argparse.ArgumentParser(description="How long the metrics of captions take.")
    parser.add_argument("--captions", type=int, default=40504)
    count = parser.parse_args().captions
    sentences = _sentences(count * (REFERENCES + 1))
    rule = Caption("coco")
    start = time.process_time()
    verdicts = [
        rule.score({"answer": sentences[at + 1 : at + 1 + REFERENCES]}, sentences[at])
        for at in range(0, len(sentences), REFERENCES + 1)
    ]
    scored = time.process_time()
    rule.aggregate(verdicts)
    aggregated = time.process_time()
    rule_estimates(rule, [verdicts], [str(i) for i in range(count)], {"cider": "coco_CIDEr"})
    print(f"captions               {count}")
    print(f"words, BLEU, ROUGE-L   {scored - start:.1f} s")
    print(f"aggregate with CIDEr   {aggregated - scored:.1f} s")
    print(f"the same with interval {time.process_time() - aggregated:.1f} s")
    print(f"peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _sentences(count: int) -> list[str]:
    draw = random.Random(0)
    vocabulary = [f"word{number}" for number in range(WORDS)]
    weights = [1 / rank for rank in range(1, WORDS + 1)]
    pool = draw.choices(vocabulary, weights, k=count * LENGTH)
    starts = range(0, len(pool), LENGTH)
    return [" ".join(pool[start : start + draw.randint(8, LENGTH)]) + "." for start in starts]


if __name__ == "__main__":
    main()
