"""A telephone of which WhatsApp never tells. It gets its message once, and keeps nobody else in doubt."""

from collections import Counter

import pytest

from .chaos import LEFT, look
from .citizens import ordinary_phones
from .installation import Installation, installed
from .recovering import LATER, RECOVER

SILENT, ANSWER_LOST = "+393230009012", ["+393230019005", "+393230029005"]
PEOPLE = [SILENT, *ANSWER_LOST, *ordinary_phones("324", 217)]
"""In the order in which they are sent to."""
TAKEN = 150
"""Messages that leave before the workers die: of more than a hundred others WhatsApp tells, and of some that leave
later (decision 0010)."""
SENDERS = {"WHATSAPP_SENDERS": "2", "WHATSAPP_SENDER_THREADS": "8"}
"""So few calls that some people are still in the queue when the workers die."""
TITLE = "Con un telefono muto"


@pytest.fixture
def ordinary_day():
    """This journey has a town, and a day, of its own."""


def states(installation: Installation) -> tuple[str, list[str]]:
    """The state of the broadcast, and of its deliveries in the order of PEOPLE."""
    seen = look(installation, TITLE)
    return seen["status"], [status for _, status, *_ in seen["rows"]]


@pytest.mark.sweep  # a minute: it has servers of its own
def test_a_telephone_of_which_nothing_is_told_keeps_nobody_in_doubt(tmp_path):
    """The workers die while WhatsApp is being asked; twenty minutes later everybody has the message, once."""
    with installed(tmp_path, PEOPLE, 80, SENDERS) as installation:
        stack, phones = installation.stack, installation.phones
        phones.stall(TAKEN)
        installation.launch(TITLE, [("00:00", "23:59:59")])
        stack.until(lambda: phones.stalled and not phones.get("counts")["untold"])
        for name in installation.workers:
            stack.kill(name)
        stack.stop("beat")
        stack.until(lambda: not phones.stalled)
        phones.go_on()
        _, rows = states(installation)
        assert rows[0] == "accepted"
        assert rows.count("sending") >= 1, "nothing was in doubt"
        assert rows.count("queued") >= 1, "nobody is sent to later"

        installation.open(later=LATER)
        stack.until(lambda: stack.manage(*RECOVER) or states(installation)[0] == "sent")
        got = Counter(line["to"] for line in phones.broadcasts(TITLE))
        assert got == Counter(PEOPLE), "somebody was forgotten, or got it twice"
        _, rows = states(installation)
        assert rows[0] == "accepted"
        assert set(rows) <= set(LEFT), Counter(rows)
