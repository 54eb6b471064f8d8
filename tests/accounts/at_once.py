"""Several people, or processes, who act at the same moment."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def at_once(act: Callable[..., Any], *told: Iterable[Any], threads: int = 8) -> list[Any]:
    """What becomes of each, in their order; `told` are the arguments, as `map` takes them."""

    def alone(*mine: Any) -> Any:
        try:
            return act(*mine)
        finally:
            connections.close_all()  # each thread has one of its own

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(alone, *told))
