"""No single person changes what the service says to everybody, nor the privacy notice: a second one must approve."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.security import as_read
from subscribers import texts
from subscribers.models import ServiceText
from subscribers.texts import proposing
from subscribers.texts.proposing import TEXT
from tests.broadcasts.elections.periods import active
from tests.builders import hire
from tests.people import PAOLO, Clerk
from tests.reading import read_of
from tests.staff import SILVIA, at_desk

pytestmark = pytest.mark.django_db
ADD = "/admin/testi-del-servizio/aggiungi/"
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""


def new_words(key: str) -> str:
    return f"{ServiceText.objects.filter(key=key).latest('version').body} Fine."


def propose(key: str = "help", clerk: Clerk = PAOLO, **fields):
    typed = {
        "body": new_words(key),
        "note": "Più breve",
        "starts_0": "",
        "starts_1": "",
        "seen": texts.seen(key),
    }
    return at_desk(clerk).post(f"{ADD}?key={key}", typed | fields, follow=True)


def decide(decision: str, clerk: Clerk, key: str = "help"):
    (waits,) = TEXT.waiting(key)
    told = {"decision": decision, "read": read_of(waits)}
    return at_desk(clerk).post(page_of(waits), told, follow=True)


def versions(key: str = "help") -> int:
    return ServiceText.objects.filter(key=key).count()


@pytest.mark.true_time  # the database judges what has been in force
def test_what_is_to_come_is_not_changed_by_one_person_either():
    tomorrow = timezone.localtime() + timedelta(days=1)
    propose(starts_0=f"{tomorrow:%d/%m/%Y}", starts_1="10:00")
    decide("approve", PIA)
    coming = ServiceText.objects.get(key="help", version=2)
    page = reverse("admin:subscribers_servicetext_change", args=[coming.pk])
    typed = {
        "body": f"{coming.body} Ancora.",
        "note": "x",
        "starts_0": "",
        "starts_1": "",
        "seen": texts.seen("help"),
    }
    at_desk(PAOLO).post(page, typed)
    assert ServiceText.objects.get(pk=coming.pk).body == coming.body
    decide("approve", PIA)
    changed = ServiceText.objects.get(pk=coming.pk)
    assert (changed.body, changed.version, changed.is_used(timezone.now())) == (
        f"{coming.body} Ancora.",
        2,
        True,
    )


@pytest.mark.parametrize(("clerk", "outcome"), [(PAOLO, "withdrawn"), (PIA, "refused")])
def test_words_that_are_put_aside_are_where_the_next_attempt_begins(clerk, outcome):
    """While they wait, who writes others is led to them; those written before something changed are read again."""
    propose(body=f"{new_words('help')} Molto tempo a scriverle.")
    assert "aspetta una seconda persona" in propose(body="Altro").text
    decide("aside", clerk)
    assert (Proposal.objects.get().outcome, versions()) == (outcome, 1)
    assert "Molto tempo a scriverle." in at_desk(PAOLO).get(f"{ADD}?key=help").text
    propose()
    ServiceText.objects.create(key="help", version=2, body="Intanto", in_force_from=timezone.now())
    assert "Intanto qualcun altro ha cambiato questo testo" in decide("approve", PIA).text
    assert versions() == 2


def test_translations_wait_for_the_same_hand():
    now, day = timezone.now(), timedelta(days=1)
    proposing.propose_drafts("en", by=hire(PAOLO), now=now)
    waiting = proposing.waiting_in("en")
    active(starts_at=now - day, ends_at=now + day, run_off="no")
    with pytest.raises(CannotDecide):
        proposing.approve_all("en", read=as_read.digest(waiting), by=hire(PIA), now=now)
    assert proposing.approve_all("en", read=as_read.digest(waiting), by=hire(SILVIA), now=now) == len(waiting)
