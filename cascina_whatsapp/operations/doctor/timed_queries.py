"""Asking many things at once, each for a bounded time. An answer is a fact, or why there is none."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)
Question = Callable[[], Any]


class NotAsked(Exception):
    """The answer that something else has to come first; str() is the sentence that says what."""


@dataclass(frozen=True)
class Answer:
    """The answer of a source: what was learnt, or the exception that came instead."""

    fact: Any = None
    problem: Exception | None = None


def ask(question: Question) -> Answer:
    """The answer to one question; whatever goes wrong is part of it."""
    try:
        return Answer(fact=question())
    except Exception as problem:  # noqa: BLE001  # a check tells of it, and never fails itself
        # Its kind alone: the words of a library may hold an address with a password.
        log.debug("not answered: %s", type(problem).__name__)
        return Answer(problem=problem)


def ask_together(questions: Mapping[str, Question], *, within: float) -> dict[str, Answer]:
    """The answers that came `within` so many seconds, one thread a question; TimeoutError for the others.

    A thread that is still waiting is left behind: it ends with its own time limit, and keeps no process alive.
    """
    found: dict[str, Answer] = {}

    def note(name: str, question: Question) -> None:
        found[name] = ask(question)

    until = time.monotonic() + within
    threads = [threading.Thread(target=note, args=item, daemon=True) for item in questions.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
    come = dict(found)
    return {name: come.get(name) or Answer(problem=TimeoutError()) for name in questions}
