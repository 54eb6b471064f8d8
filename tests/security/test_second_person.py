"""What takes two people, whatever it is: one walk through the table of kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts import second_person
from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security import as_read
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.staff_site.deciding_page import KINDS
from cascina_whatsapp.web.public_site import amending
from cascina_whatsapp.web.public_site.models import Amendment
from cascina_whatsapp.web.public_site.wording import Message
from subscribers import texts
from subscribers.models import ServiceText, Topic, Zone
from subscribers.texts import proposing
from subscribers.texts.topic_changes import TOPIC, ZONE
from tests.accounts.at_once import at_once
from tests.broadcasts.elections.periods import active
from tests.builders import campaign, hire, subscribe, topic, zone
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.reading import having_read, read_of
from tests.staff import ROSA, SARA, SILVIA, VERA, at_desk

pytestmark = pytest.mark.django_db
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""


@dataclass(frozen=True)
class Case:
    """One kind, and how it looks in a story."""

    ask: Callable[[], Proposal]
    """Paolo asks."""
    meanwhile: Callable[[], object]
    """Change what it is about."""
    holds: Callable[[], object]
    """Look at what it is about."""


def new_words(key: str = "help") -> Proposal:
    body = f"{ServiceText.objects.filter(key=key).latest('version').body} Fine."
    draft = texts.Draft(body=body, note="Più breve", starts=None, seen=texts.seen(key))
    return proposing.propose(texts.next_version(key), draft, by=hire(PAOLO), now=timezone.now())


def supersede() -> None:
    ServiceText.objects.create(key="help", version=2, body="Intanto", in_force_from=timezone.now())


def sent() -> Campaign:
    then = timezone.now() - timedelta(days=2)
    is_over = {"started_at": then, "approved_at": then, "finished_at": then}
    return Campaign.objects.first() or campaign(status=CampaignStatus.SENT, **is_over)


def amend(*words: str) -> Proposal:
    return amending.propose(sent(), amending.Words(*words), by=hire(PAOLO), now=timezone.now())


CASES = {
    "text": Case(new_words, supersede, lambda: ServiceText.objects.filter(key="help").latest("version").body),
    "topic": Case(
        lambda: TOPIC.ask(str(topic().pk), {"name": "Strade"}, by=hire(PAOLO), now=timezone.now()),
        lambda: Topic.objects.update(description="Altro"),
        lambda: list(Topic.objects.order_by("pk").values_list("name", flat=True)),
    ),
    "zone": Case(
        lambda: ZONE.ask(str(zone().pk), {"name": "Navacchio Alto"}, by=hire(PAOLO), now=timezone.now()),
        lambda: Zone.objects.update(is_active=False),
        lambda: list(Zone.objects.order_by("pk").values_list("name", flat=True)),
    ),
    "correction": Case(
        lambda: amend("L'ora.", "Via Roma chiusa dalle 6", "Dalle 6 alle 18."),
        lambda: Amendment.objects.create(
            **{"kind": "correction", "campaign": sent(), "reason": "Intanto", "title": "Altro", "body": "x"},
            **{"written_by": hire(PAOLO), "approved_by": hire(PAOLO), "at": timezone.now()},
        ),
        lambda: Message(sent(), timezone.now()).title,
    ),
    "withdrawal": Case(
        lambda: amend("La piena è passata."),
        lambda: amending.withdraw(sent(), amending.REASONS[0], by=hire(PAOLO), now=timezone.now()),
        lambda: [one.reason for one in Amendment.objects.all()],
    ),
}


@pytest.fixture(params=KINDS)
def case(request) -> Case:
    topic()
    return CASES[request.param]


def decide(proposal: Proposal, clerk: Clerk, decision: str = "approve", read: str = ""):
    told = {"decision": decision, "read": read or read_of(proposal)}
    return at_desk(clerk).post(second_person.page_of(proposal), told, follow=True)


def test_one_asks_another_approves(case):
    subscribe(ANNA)
    pia, before = hire(PIA), case.holds()
    proposal = case.ask()
    kind, page = KINDS[proposal.kind], second_person.page_of(proposal)
    assert 'value="approve"' not in at_desk(PAOLO).get(page).text
    assert "serve un&#x27;altra persona" in decide(proposal, PAOLO).text
    assert case.holds() == before
    assert StaffNotice.objects.get(person=pia).page == page
    assert page in at_desk(PIA).get("/admin/").text
    what = kind.what(proposal)
    decide(proposal, PIA)
    after = case.holds()
    assert after != before
    assert second_person.DECIDED in decide(proposal, PIA).text
    assert case.holds() == after
    told = [notice.sentence for notice in StaffNotice.objects.filter(page=page)]
    assert what in told[0]
    assert StaffNotice.objects.get(person=hire(PAOLO), page=page).sentence.startswith("pia ha approvato")
    traced = TrailRecord.objects.filter(event__in=kind.events, details__proposal=proposal.pk).order_by(
        "sequence"
    )
    assert [(row.event, row.by_name) for row in traced] == [
        (kind.events[0], "paolo"),
        (kind.events[1], "pia"),
    ]
    assert ANNA.phone not in f"{told} {[row.about for row in traced]} {[row.details for row in traced]}"


def test_who_has_no_right_decides_nothing(case):
    proposal = case.ask()
    kind = KINDS[proposal.kind]
    for clerk in (GIULIA, ROSA, VERA, SARA):
        for decision, act in (("approve", kind.approve), ("aside", kind.put_aside)):
            decide(proposal, clerk, decision)
            with pytest.raises(CannotDecide):
                having_read(act, proposal, by=hire(clerk), now=timezone.now())
    assert Proposal.objects.get().outcome == "open"


def test_what_changed_beside_the_proposal_is_read_first(case):
    proposal = case.ask()
    read = read_of(proposal)
    case.meanwhile()
    before = case.holds()
    assert as_read.CHANGED in decide(proposal, PIA, read=read).text
    assert case.holds() == before


def test_one_waits_at_a_time_and_what_nobody_asked_on_its_page_is_not_decided(case):
    proposal, before = case.ask(), case.holds()
    with pytest.raises(CannotDecide):
        case.ask()
    seals.drop(seals.Kind.PROPOSAL, proposal)
    assert "nella base di dati" in decide(proposal, PIA).text
    assert case.holds() == before
    proposal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save(force_insert=True)


@pytest.mark.parametrize(("clerk", "outcome"), [(PAOLO, "withdrawn"), (PIA, "refused")])
def test_what_is_put_aside_changes_nothing(case, clerk, outcome):
    proposal, before = case.ask(), case.holds()
    decide(proposal, clerk, "aside")
    assert (Proposal.objects.get().outcome, case.holds()) == (outcome, before)
    event = KINDS[proposal.kind].events[2]
    assert TrailRecord.objects.get(event=event).by_name == clerk.username
    assert second_person.DECIDED in decide(proposal, PIA).text


def test_the_setting_of_a_town_hall_of_one_person_counts_only_where_there_is_one(settings, case):
    settings.APPROVE_OWN_BROADCASTS = True
    pia, before = hire(PIA), case.holds()
    proposal = case.ask()
    decide(proposal, PAOLO)
    assert case.holds() == before
    pia.is_active = False
    pia.save()
    decide(proposal, PAOLO)
    assert case.holds() != before


def test_in_an_electoral_period_only_who_authorises_decides(case):
    now, day = timezone.now(), timedelta(days=1)
    active(starts_at=now - day, ends_at=now + day, run_off="no")
    proposal, before = case.ask(), case.holds()
    assert "Vale un periodo elettorale" in at_desk(PIA).get(second_person.page_of(proposal)).text
    decide(proposal, PIA)
    assert case.holds() == before
    decide(proposal, SILVIA)
    assert case.holds() != before


def test_of_two_who_approve_at_once_one_is_told(committed_db):
    proposal = new_words()
    kind, read = KINDS[proposal.kind], read_of(proposal)

    def press(by) -> str:
        try:
            return kind.approve(proposal, read=read, by=by, now=timezone.now())
        except CannotDecide as refusal:
            return str(refusal)

    said = at_once(press, [hire(PIA), hire(Clerk("ugo", "Approvatore"))])
    assert sorted(said) == ["La versione 2 è in vigore da ora.", second_person.DECIDED]
