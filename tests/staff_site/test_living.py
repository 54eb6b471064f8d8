"""What an open page asks for by itself: in one line whether anything moved, at the same few queries each time."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.staff_site.living import OFTEN
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, at_desk

pytestmark = pytest.mark.django_db
S = CampaignStatus
PIECE = re.compile(r"<div[^>]* data-frame=[^>]*>")


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False) as clock:
        approve_templates()
        subscribe(ANNA)
        yield clock


class Open:
    """A page that somebody has open."""

    def __init__(self, clerk, page: str = "/admin/"):
        self.desk, self.page, self.tag = at_desk(clerk), page, ""

    def ask(self):
        """What the script of the page is answered, as it asks."""
        headers = {"By-Itself": "1", "If-None-Match": self.tag}
        self.answer = self.desk.get("/admin/adesso/", {"pagina": self.page}, headers=headers)
        self.tag = self.answer["ETag"]
        if self.answer.status_code == 200:
            self.told = self.answer.json()
        return self

    @property
    def has_moved(self) -> bool:
        return self.ask().answer.status_code == 200


def ask_review(by=GIULIA, **more) -> Campaign:
    made = campaign(author=hire(by), **more)
    launching.ask_review(campaign=made, by=hire(by), now=NOW)
    return made


def approve(made: Campaign) -> None:
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW)


def pause(made: Campaign) -> None:
    launching.pause(campaign=made, by=hire(PAOLO), reason="Errore", now=NOW)


def touch(made: Campaign) -> None:
    Campaign.objects.filter(pk=made.pk).update(changed_at=NOW)


def arrive(made: Campaign) -> None:
    made.deliveries.update(status="read")


def tell(made: Campaign) -> None:
    """Something else waits for both: its notice stands on every page."""
    for clerk in (GIULIA, PAOLO):
        StaffNotice.objects.create(
            person=hire(clerk), subject="Testo", sentence="Decidi.", page="/admin/guida/"
        )


def alert(made: Campaign) -> None:
    Heartbeat.objects.create(name="tick", at=NOW)


HAPPENS = {
    "asked": (S.DRAFT, lambda made: launching.ask_review(campaign=made, by=hire(GIULIA), now=NOW)),
    "approved": (S.IN_REVIEW, approve),
    "stopped": (S.SENDING, pause),
    "arrived": (S.SENDING, arrive),
    "written on": (S.DRAFT, touch),
    "told of": (S.DRAFT, tell),
    "alerted": (S.DRAFT, alert),
}
"""What happens → the state before, and what does it."""


@pytest.mark.parametrize(("state", "act"), HAPPENS.values(), ids=HAPPENS)
def test_a_page_is_told_what_happens_elsewhere_and_then_that_nothing_moves(state, act, monday_morning):
    hire(PAOLO)
    made = (
        under_way()
        if state == S.SENDING
        else ask_review()
        if state == S.IN_REVIEW
        else campaign(author=hire(GIULIA))
    )
    pages = [
        Open(clerk, page)
        for clerk in (GIULIA, PAOLO)
        for page in ("/admin/", f"/admin/messaggi/{made.pk}/modifica/")
    ]
    for one in pages:
        one.ask()
        assert not one.has_moved
    act(made)
    monday_morning.shift(OFTEN)
    for one in pages:
        before = one.told
        assert one.has_moved
        assert one.told["page"] != before["page"]
        assert not one.has_moved


def test_it_asks_often_while_something_of_its_reader_s_waits_or_leaves():
    giulia, paolo, sara = Open(GIULIA), Open(PAOLO), Open(SARA)
    assert {one.ask().answer["Ask-Again"] for one in (giulia, paolo, sara)} == {"30"}
    ask_review()
    assert [one.ask().answer["Ask-Again"] for one in (giulia, paolo, sara)] == ["5", "5", "30"]


def test_the_minute_and_the_urgent_reach_whatever_page_is_open(settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    giulia, paolo = Open(GIULIA, "/admin/iscritti/"), Open(PAOLO, "/admin/iscritti/")
    made = ask_review(is_urgent=True, urgent_reason="Acqua non potabile")
    told = paolo.ask().told
    assert told["urgent"] == "(1 urgente) "
    assert "<title>(1 urgente) Iscritti" in paolo.desk.get(paolo.page).text
    assert "novità" in told["frame"]
    frames = (told["frame"], paolo.desk.get(paolo.page).text)
    assert len({frozenset(PIECE.findall(one)) for one in frames}) == 1, "a piece that differs jumps"
    approve(made)
    for one in (giulia, paolo):
        assert "Parte fra 60 secondi" in one.ask().told["frame"]
    own = Open(GIULIA, f"/admin/messaggi/{made.pk}/modifica/").ask()
    assert "torna fra le tue bozze" in own.told["frame"]
    Campaign.objects.update(status=S.SENDING, started_at=NOW)
    assert 'class="grace"' not in own.ask().told["frame"]  # it has the button itself
    assert "È partito" in giulia.ask().told["frame"]


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, ROSA, SARA], ids=lambda clerk: clerk.username)
def test_that_nothing_moved_costs_few_queries(clerk, settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    made = under_way()
    Campaign.objects.update(started_at=NOW - timedelta(minutes=2))
    for page in ("/admin/", "/admin/iscritti/", f"/admin/messaggi/{made.pk}/modifica/"):
        one = Open(clerk, page).ask()
        one.ask()
        with CaptureQueriesContext(connection) as captured:
            assert not one.has_moved
        assert len(captured) <= 6, [query["sql"][:90] for query in captured]


def test_an_address_that_is_no_page_and_a_message_that_is_gone_are_answered():
    for page in (
        "",
        "/nowhere/",
        f"/admin/messaggi/{'9' * 5000}/modifica/",
        "/admin/messaggi/999/modifica/",
        "/admin/messaggi/x/modifica/",
        "https://example.org/",
    ):
        assert Open(GIULIA, page).has_moved
    assert not Delivery.objects.exists()
