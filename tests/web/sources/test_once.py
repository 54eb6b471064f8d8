"""Each new item is a draft exactly once: whoever dies in the middle, and however many read at the same time."""

import threading
from typing import Any

import pytest
from django.db import connection

from broadcasts.models import Campaign, CampaignEvent
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.web.sources import polling
from cascina_whatsapp.web.sources.models import SeenItem, Source
from tests.accounts.at_once import at_once
from tests.builders import NOW, hire
from tests.patience import UNTIL
from tests.people import GIULIA

from .site import Request, later, source

STATEMENTS = [
    'INSERT INTO "broadcasts_campaign" ',
    'INSERT INTO "broadcasts_campaignevent" ',
    'INSERT INTO "staff_notices_staffnotice" ',
    'INSERT INTO "sources_seenitem" ',
    'UPDATE "sources_source" SET "name"',
]


class Died(BaseException):
    """As a process that is killed: nothing of ours catches it."""


class Dying:
    """The process dies just before, or just after, a statement that begins like this."""

    def __init__(self, statement: str, *, after: bool) -> None:
        self.statement, self.after, self.is_dead = statement, after, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.is_dead or not sql.startswith(self.statement):
            return execute(sql, params, many, context)
        self.is_dead = True
        if self.after:
            execute(sql, params, many, context)
        raise Died


@pytest.mark.django_db
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.split('"')[1])
def test_who_dies_in_the_middle_has_done_nothing(site, statement, after):
    hire(GIULIA)
    source(site)
    polling.read_due(NOW)
    site.publish("Via Roma chiusa")
    with connection.execute_wrapper(Dying(statement, after=after)), pytest.raises(Died):
        polling.read_due(later())
    assert not Campaign.objects.exists()
    assert not SeenItem.objects.exists()
    polling.read_due(later())
    assert not Campaign.objects.exists(), "it was claimed: the next one reads at the next moment"
    polling.read_due(later(2))
    assert Campaign.objects.get().title == "Via Roma chiusa"
    assert SeenItem.objects.get().campaign == Campaign.objects.get()
    assert (CampaignEvent.objects.count(), StaffNotice.objects.count()) == (1, 1)


def test_two_who_read_at_the_same_time_propose_it_once(committed_db, site):
    """Both have the file in their hands before either writes."""
    site.publish("Vecchia notizia")
    mine = source(site)
    polling.read_due(NOW)
    for number in range(3):
        site.publish(f"Notizia {number}")
    both, is_asked = threading.Barrier(2), threading.Event()

    def together(request: Request) -> None:
        is_asked.set()
        both.wait(UNTIL)
        request.say(site.feed().encode())

    site.answer = together

    def read(is_second: int) -> None:
        """The second one while the first waits for the site: somebody has pressed the button."""
        if is_second:
            assert is_asked.wait(UNTIL)
            Source.objects.filter(pk=mine.pk).ask(later())
        polling.read_due(later())

    at_once(read, range(2))
    assert sorted(Campaign.objects.values_list("title", flat=True)) == [f"Notizia {n}" for n in range(3)]
    assert SeenItem.objects.count() == 4


def test_only_one_of_two_ticks_asks_the_site(committed_db, site):
    source(site)
    at_once(polling.read_due, [NOW] * 4)
    assert len(site.asked) == 1
