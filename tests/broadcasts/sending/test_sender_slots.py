"""How many processes send at a time, and what becomes of the place of one that dies."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as real_settings
from django.db import connection

from broadcasts.sending import sender_slots
from tests.patience import until

HOLDS_A_SLOT = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from broadcasts.sending import sender_slots
settings.VAR_DIR, settings.WHATSAPP_SENDERS = Path(sys.argv[1]), 1
slot = sender_slots.take()
print("holds", slot.number, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def another_process():
    """A process of its own that holds the one slot there is."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url:  # the database of this run
        url = urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SLOT, str(real_settings.VAR_DIR)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline() == "holds 1\n"
    yield process
    process.kill()
    process.communicate()


def test_there_are_as_many_slots_as_senders_and_one_that_was_given_back_is_free_at_once(settings):
    settings.WHATSAPP_SENDERS = 2
    first, second, third = (sender_slots.take() for _ in range(3))

    assert {first.number, second.number} == {1, 2}
    assert third is None
    first.release()
    again = sender_slots.take()
    assert again.number == first.number
    for slot in (again, second):
        slot.release()

    settings.WHATSAPP_SENDERS = 1
    for _ in range(50):
        slot = sender_slots.take()
        assert slot is not None
        slot.release()


def test_the_slot_of_a_process_that_was_killed_is_free_at_once(settings, another_process):
    """No time has to pass: the kernel closes what a dead process had open."""
    settings.WHATSAPP_SENDERS = 1
    assert sender_slots.take() is None

    another_process.kill()
    heir = until(sender_slots.take)
    assert heir.number == 1
    heir.release()


def test_a_slot_whose_connection_broke_is_given_back_without_a_word(settings):
    """The database was started again meanwhile: the lock is gone, and the sender ends as always."""
    settings.WHATSAPP_SENDERS = 1
    slot = sender_slots.take()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
                [sender_slots.LOCKS],
            )
    slot.release()
    until(sender_slots.take).release()
