"""Citizens who don't say clearly what they want are asked, and answer with a tap or a word. Real processes.

By its name it comes before the crashes: after them the worker is ahead of the telephones, and whatever somebody
writes seems to be of before the question.
"""

from collections.abc import Callable

import pytest

from subscribers.models import ConsentRecord, Subscriber
from tests.naming import with_number
from tests.subscribers.unclear import seems_to

NUMBERS = (f"+3932000510{number:02}" for number in range(1, 99))
WANTS_IN, WANTS_OUT = "Vuoi iscriverti", "Vuoi cancellarti"
IS_IN, ALREADY, LEFT = "La tua iscrizione è attiva.", "La tua iscrizione è già attiva", "Fatto: non riceverai"
NEVER, IS_OUT = "Va bene, non ti iscriviamo", "Il tuo numero non è iscritto"


@pytest.fixture
def talk(stack, phones) -> Callable[..., str]:
    """A citizen writes, or taps the button of that title; returns what they are answered."""
    assert not stack.worker_is_ahead
    told: dict[str, int] = {}

    def say(citizen: str, words: str = "", *, tap: str = "") -> str:
        told[citizen] = told.get(citizen, 0) + 1
        if tap:
            phones.tap(citizen, tap)
        else:
            phones.say(citizen, words)
        return stack.until(lambda: phones.answers_to(citizen)[told[citizen] - 1 : told[citizen]])[0]

    return say


def last_event() -> tuple[str, str, str]:
    """Kind, channel and rule of the register's last event."""
    event = ConsentRecord.objects.using("journeys").latest("sequence")
    return event.kind, event.channel, event.rule


def events() -> int:
    return ConsentRecord.objects.using("journeys").count()


def is_kept(citizen: str) -> bool:
    return Subscriber.objects.using("journeys").filter(with_number(citizen)).exists()


def test_whoever_is_asked_answers_by_a_tap(talk):
    citizen, before = next(NUMBERS), events()
    assert talk(citizen, seems_to("join")).startswith(WANTS_IN)
    assert talk(citizen, tap="No, grazie").startswith(NEVER)
    assert (events(), is_kept(citizen)) == (before, False)
    assert talk(citizen, seems_to("join")).startswith(WANTS_IN)
    assert talk(citizen, tap="Sì, iscrivimi").startswith(IS_IN)
    assert last_event() == ("opt_in", "button", "button-confirm")

    assert talk(citizen, seems_to("leave")).startswith(WANTS_OUT)
    assert talk(citizen, tap="No").startswith(ALREADY)
    assert talk(citizen, seems_to("leave")).startswith(WANTS_OUT)
    assert talk(citizen, tap="Sì, cancellami").startswith(LEFT)
    assert last_event() == ("opt_out", "button", "button-leave")
    assert talk(citizen, seems_to("leave")).startswith(IS_OUT)


def test_whoever_is_asked_may_answer_in_words(talk):
    citizen, before = next(NUMBERS), events()
    assert talk(citizen, seems_to("join")).startswith(WANTS_IN)
    assert talk(citizen, "no grazie").startswith(NEVER)
    assert (events(), is_kept(citizen)) == (before, False)

    assert talk(citizen, seems_to("join")).startswith(WANTS_IN)
    assert talk(citizen, "Sì").startswith(IS_IN)
    assert last_event() == ("opt_in", "keyword", "reply-yes")

    assert talk(citizen, seems_to("leave")).startswith(WANTS_OUT)
    assert talk(citizen, "no").startswith(ALREADY)
    assert talk(citizen, seems_to("leave")).startswith(WANTS_OUT)
    assert talk(citizen, "sì").startswith(LEFT)
    assert last_event() == ("opt_out", "keyword", "reply-yes")
