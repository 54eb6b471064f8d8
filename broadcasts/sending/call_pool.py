"""The call pool: threads that make one HTTP call to Meta at a time, and nothing else. No database here."""

import threading
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from broadcasts.models import Delivery
from cascina_whatsapp.whatsapp.cloud_api import references
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError
from cascina_whatsapp.whatsapp.cloud_api.messages import Message
from cascina_whatsapp.whatsapp.cloud_api.people import Address


@dataclass(frozen=True)
class Outgoing:
    """One message of which a call is made."""

    delivery: Delivery
    address: Address
    message: Message
    as_template: bool = True


@dataclass(frozen=True)
class Outcome:
    """The outcome of a call: a wamid, or an error."""

    outgoing: Outgoing
    wamid: str = field(default="", repr=False)
    error: CloudApiError | None = None
    is_held: bool = False
    """Meta took the message and keeps it back."""


class CallPool:
    """The pool of up to `count` threads while the context lasts; `in_flight` calls wait for Meta's response."""

    def __init__(self, api: CloudApi, count: int) -> None:
        self.api = api
        self.count = count
        self.in_flight = 0
        self._calls: SimpleQueue[Outgoing | None] = SimpleQueue()
        self._outcomes: SimpleQueue[Outcome | Exception] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "CallPool":
        return self

    def __exit__(self, *problem: object) -> None:
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def free(self) -> int:
        """The number of calls that can begin at once."""
        return self.count - self.in_flight

    def call(self, outgoing: Outgoing) -> None:
        """Begin a call; a thread is opened when the first message needs it."""
        if self.in_flight == len(self._threads) < self.count:
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()
        self.in_flight += 1
        self._calls.put(outgoing)

    def finished(self, wait: float = 0) -> list[Outcome]:
        """The calls that are over; waits for the first one, but no longer than `wait` seconds.

        What nobody expected of a call is raised here, in the caller's thread.
        """
        outcomes: list[Outcome] = []
        try:
            outcomes.append(self._next(wait if self.in_flight else 0))
            while True:
                outcomes.append(self._next(0))
        except Empty:
            return outcomes

    def _next(self, wait: float) -> Outcome:
        outcome = self._outcomes.get(timeout=wait) if wait > 0 else self._outcomes.get_nowait()
        self.in_flight -= 1
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _work(self) -> None:
        while (outgoing := self._calls.get()) is not None:
            try:
                self._outcomes.put(post(self.api, outgoing))
            except Exception as problem:  # noqa: BLE001 - it is raised again where it can be seen
                self._outcomes.put(problem)


def post(api: CloudApi, outgoing: Outgoing) -> Outcome:
    """The call itself. Its reference tells of the current attempt."""
    reference = references.of_delivery(outgoing.delivery.pk, outgoing.delivery.attempts)
    try:
        accepted = api.send(outgoing.message, to=outgoing.address, reference=reference)
    except CloudApiError as error:
        return Outcome(outgoing, error=error)
    return Outcome(outgoing, wamid=accepted.wamid, is_held=accepted.is_held)
