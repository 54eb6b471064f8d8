"""Measures one part, and prints its figures as JSON: `python -m tests.bench.part NAME DATABASE REDIS`, either "".

With TIMES=3 it is measured three times, and of each figure the median is told.
"""

import json
import os
import sys
from importlib import import_module

import redis

from . import table

TIMES = int(os.environ.get("TIMES") or 1)


def main(name: str, database: str, redis_url: str) -> None:
    """Measure the part `name`."""
    part, runs = import_module(f"tests.bench.{name}"), []
    for _ in range(TIMES):
        if redis_url:
            redis.Redis.from_url(redis_url).flushdb()  # whatever was left by those before
        runs.append(part.measures(database, redis_url))
    sys.stdout.write(json.dumps(table.medians(runs)))


if __name__ == "__main__":
    main(*sys.argv[1:])
