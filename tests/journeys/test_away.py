"""The database is away while beat and workers start: they say why and end, until a start goes on with the work."""

import pytest

from .citizens import ordinary_phones
from .installation import ON_SERVERS, installed

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(not ON_SERVERS, reason="a database in a file is never away"),
]
PEOPLE, RATE = 400, 80
PROCESSES = {"WHATSAPP_SENDERS": "2", "WORKER_PROCESSES": "3"}
ALL_DAY = [("00:00", "23:59:59")]
TITLE = "Senza base di dati"
WHY = "Non si può dire se le chiavi sono quelle della base di dati: non risponde"


@pytest.fixture
def ordinary_day():
    """This journey has a town, and a day, of its own."""


def test_a_start_without_a_database_ends_and_the_next_one_goes_on(tmp_path):
    people = ordinary_phones("323", PEOPLE)
    with installed(tmp_path, people, RATE, PROCESSES) as installation:
        installation.launch(TITLE, ALL_DAY)
        installation.stack.until(lambda: installation.phones.broadcasts(TITLE))
        installation.database.crash()
        for name in installation.celery:
            installation.kill(name)
        installation.stack.until(
            lambda: all(WHY in installation.stack.log(name) for name in installation.celery)
        )
        installation.database.start()
        # What the dead had claimed waits for its receipt, or for the silence to last.
        installation.stack.until(lambda: len(installation.phones.broadcasts(TITLE)) > PEOPLE * 0.9)
