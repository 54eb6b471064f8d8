"""No single person changes what the service says to everybody, nor the privacy notice: a second one must approve."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.security import as_read
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers import texts
from subscribers.models import ServiceText, TextProposal
from subscribers.texts import proposing, several
from tests.builders import hire
from tests.elections.periods import active
from tests.people import GIULIA, PAOLO, Clerk
from tests.reading import having_read, read_of
from tests.staff import ROSA, SARA, SILVIA, VERA, at_desk

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/testi-del-servizio/", "/admin/testi-del-servizio/aggiungi/"
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
keys = pytest.mark.parametrize("key", ["help", "privacy_notice"])


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
    waits = proposing.waiting(key)
    read = read_of(waits) if waits else ""
    return at_desk(clerk).post(f"{ADD}?key={key}", {"decision": decision, "read": read}, follow=True)


def versions(key: str = "help") -> int:
    return ServiceText.objects.filter(key=key).count()


def trail() -> list[tuple[str, str, str]]:
    told = TrailRecord.objects.filter(event__startswith="text_", about__startswith="testo ").order_by(
        "sequence"
    )
    return [(row.event, row.by_name, row.about) for row in told if "proposal" in row.details]


@keys
def test_one_proposes_another_approves(key):
    propose(key)
    assert versions(key) == 1
    for page in (f"{ADD}?key={key}", LIST):
        assert (
            "Da approvare" in at_desk(PIA).get(page).text
            or "Non è ancora in vigore" in at_desk(PIA).get(page).text
        )
    decide("approve", PIA, key)
    text = ServiceText.objects.filter(key=key).latest("version")
    assert (text.version, text.author, text.is_used(timezone.now())) == (2, hire(PAOLO), True)
    assert trail() == [("text_changed", "paolo", f"testo {key}"), ("text_in_force", "pia", f"testo {key}")]


@keys
def test_nobody_approves_their_own(key):
    hire(PIA)
    page = propose(key)
    assert 'value="approve"' not in page.text
    assert "serve un&#x27;altra persona" in decide("approve", PAOLO, key).text
    assert versions(key) == 1


def test_the_setting_of_a_town_hall_of_one_person_counts_only_where_there_is_one(settings):
    settings.APPROVE_OWN_BROADCASTS = True
    pia = hire(PIA)
    propose()
    decide("approve", PAOLO)
    assert versions() == 1
    pia.is_active = False
    pia.save()
    decide("approve", PAOLO)
    assert versions() == 2


@pytest.mark.parametrize("clerk", [GIULIA, ROSA, VERA, SARA], ids=lambda clerk: clerk.group)
def test_who_has_no_right_decides_nothing(clerk):
    propose()
    for decision in ("approve", "aside"):
        assert decide(decision, clerk).status_code == 403
    with pytest.raises(texts.CannotWrite):
        having_read(proposing.approve, proposing.waiting("help"), by=hire(clerk), now=timezone.now())
    with pytest.raises(texts.CannotWrite):
        having_read(proposing.put_aside, proposing.waiting("help"), by=hire(clerk), now=timezone.now())
    assert (versions(), proposing.waiting("help").outcome) == (1, "open")


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


def test_while_one_waits_nobody_proposes_another():
    propose()
    typed = {"body": "Altro", "note": "x", "seen": texts.seen("help")}
    assert "aspetta una seconda persona" in at_desk(PIA).post(f"{ADD}?key=help", typed).text
    with pytest.raises(IntegrityError), transaction.atomic():
        TextProposal.objects.create(
            key="help", body="x", note="x", seen="", proposed_by=hire(PIA), proposed_at=timezone.now()
        )


@pytest.mark.parametrize(("clerk", "outcome"), [(PAOLO, "withdrawn"), (PIA, "refused")])
def test_words_that_are_put_aside_are_where_the_next_attempt_begins(clerk, outcome):
    propose(body=f"{new_words('help')} Molto tempo a scriverle.")
    decide("aside", clerk)
    assert (TextProposal.objects.get().outcome, versions()) == (outcome, 1)
    assert "Molto tempo a scriverle." in at_desk(PAOLO).get(f"{ADD}?key=help").text
    assert trail()[-1] == ("text_withdrawn", clerk.username, "testo help")


def test_one_decides_once():
    propose()
    proposal = proposing.waiting("help")
    decide("approve", PIA)
    assert "già stato deciso" in decide("approve", PIA).text
    with pytest.raises(texts.CannotWrite, match="già stato deciso"):
        having_read(proposing.approve, proposal, by=hire(PIA), now=timezone.now())
    assert versions() == 2


def test_what_was_written_before_something_else_changed_is_read_again():
    propose()
    ServiceText.objects.create(key="help", version=2, body="Intanto", in_force_from=timezone.now())
    assert "Intanto qualcun altro ha cambiato questo testo" in decide("approve", PIA).text
    assert versions() == 2


def test_of_two_who_approve_at_once_one_is_told(committed_db):
    propose()
    proposal = proposing.waiting("help")

    def press(clerk) -> str:
        try:
            return (
                f"versione {having_read(proposing.approve, proposal, by=clerk, now=timezone.now()).version}"
            )
        except texts.CannotWrite as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(press, [hire(PIA), hire(Clerk("ugo", "Approvatore"))]))
    assert outcomes == [proposing.DECIDED, "versione 2"]
    assert versions() == 2
    assert [event for event, *_ in trail()] == ["text_changed", "text_in_force"]


def test_in_an_electoral_period_only_who_authorises_puts_words_into_force():
    now, day = timezone.now(), timedelta(days=1)
    active(starts_at=now - day, ends_at=now + day, run_off="no")
    propose()
    assert "Vale un periodo elettorale" in at_desk(PIA).get(f"{ADD}?key=help").text
    decide("approve", PIA)
    assert versions() == 1
    decide("approve", SILVIA)
    assert versions() == 2


def test_translations_wait_for_the_same_hand():
    now, day = timezone.now(), timedelta(days=1)
    several.propose_drafts("en", by=hire(PAOLO), now=now)
    waiting = several.waiting_in("en")
    active(starts_at=now - day, ends_at=now + day, run_off="no")
    with pytest.raises(texts.CannotWrite):
        several.approve_all("en", read=as_read.digest(waiting), by=hire(PIA), now=now)
    assert several.approve_all("en", read=as_read.digest(waiting), by=hire(SILVIA), now=now) == len(waiting)
