"""A colleague who only writes can be a nuisance to others: up to a point."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail

from broadcasts import launching
from broadcasts.launching import office
from broadcasts.models import Campaign, CampaignEvent, Closure
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.elections import periods as elections
from broadcasts.slices.trials import asking, sending
from broadcasts.slices.trials import numbers as trial_numbers
from broadcasts.slices.trials.models import Trial, TrialNumber
from cascina_whatsapp.accounts import changes, invitations, people
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.accounts.staff_notices import outbox
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.web.api import tokens
from cascina_whatsapp.web.public_site import amending
from subscribers import exporting, importing, texts
from subscribers.exporting.filters import Filters
from subscribers.models import RegisterExport, Topic
from subscribers.texts import proposing
from subscribers.texts.topic_changes import TOPIC
from tests.accounts.colleagues import SIMONE, employ
from tests.broadcasts.elections.periods import draft
from tests.builders import NOW, campaign, hire
from tests.people import BRUNO, GIULIA, PAOLO, Clerk, crowd
from tests.reading import having_read
from tests.staff import ROSA, SARA, SIMONA, STAFF, VERA, at_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""


TIMES = 30
OFFICER = "rpd@comune.example"


def approvals(number: int) -> None:
    made = Campaign.objects.first() or campaign()
    launching.ask_review(campaign=made, by=hire(GIULIA), now=NOW)
    launching.withdraw_request(campaign=made, by=hire(GIULIA), now=NOW)


def texts_of_the_service(number: int) -> None:
    text, seen = texts.next_version("help"), texts.seen("help")
    draft = texts.Draft(body=f"{text.body} Grazie.", note="Più gentile", starts=None, seen=seen)
    proposal = proposing.propose(text, draft, by=hire(PAOLO), now=NOW)
    having_read(proposing.TEXT.put_aside, proposal, by=hire(PAOLO), now=NOW)


def topics(number: int) -> None:
    change = TOPIC.ask("", {"name": f"Scuole {number}"}, by=hire(PAOLO), now=NOW)
    having_read(TOPIC.put_aside, change, by=hire(PAOLO), now=NOW)


def corrections(number: int) -> None:
    sent = {"status": CampaignStatus.SENT, "started_at": NOW, "approved_at": NOW, "finished_at": NOW}
    made = Campaign.objects.first() or campaign(**sent)
    words = amending.Words("L'ora era sbagliata.", "Corretto", f"Via Roma è chiusa dalle {number}.")
    proposal = amending.propose(made, words, by=hire(GIULIA), now=NOW)
    having_read(amending.CORRECTION.put_aside, proposal, by=hire(GIULIA), now=NOW)


def periods(number: int) -> None:
    elections.write(draft(name=f"Elezioni {number}"), by=hire(GIULIA), now=NOW)


def exports(number: int) -> None:
    RegisterExport.objects.all().delete()
    exporting.request(Filters(), by=hire(VERA), reason="Una verifica", now=NOW, with_numbers=True)


def lists(number: int) -> None:
    line = f"{crowd(number + 1)[number].phone};05/03/2026;modulo cartaceo;modulo {number}"
    content = f"numero;data;canale;riferimento\r\n{line}".encode()
    batch = importing.upload(content, file_name=f"{number}.csv", note="", by=hire(GIULIA), now=NOW)
    having_read(importing.refuse, batch, by=hire(PAOLO), now=NOW)


def hours(number: int) -> None:
    office.save_closure(Closure(first=date(2027, 1, 1), last=date(2027, 1, 2), reason="Neve"), by=hire(SARA))


def accounts(number: int) -> None:
    kind = AccountChange.Kind.REOPEN
    User.objects.filter(pk=hire(GIULIA).pk).update(is_active=False)
    change = changes.ask(kind, hire(GIULIA), reason="È tornata", by=hire(SARA), now=NOW)
    changes.withdraw(change, by=hire(SARA), now=NOW)


def names(number: int) -> None:
    people.rename(hire(GIULIA), first_name="Giulia", last_name=f"Neri {number}", by=hire(SARA), now=NOW)


def keys(number: int) -> None:
    token, _ = tokens.make(f"Sito {number}", [tokens.Scope.PROPOSE], by=hire(SARA), now=NOW)
    tokens.revoke(token, by=hire(SARA), now=NOW)


def invites(number: int) -> None:
    with suppress(invitations.CannotInvite):
        invitations.send(hire(GIULIA), by=hire(SARA), now=NOW)


NUISANCES = (
    approvals,
    texts_of_the_service,
    topics,
    corrections,
    periods,
    exports,
    lists,
    hours,
    accounts,
    names,
    keys,
    invites,
)
"""Acts that write to colleagues, each done once and taken back where it can be."""


@pytest.mark.parametrize("act", NUISANCES, ids=lambda act: act.__name__)
def test_who_asks_and_withdraws_all_day_fills_no_mailbox(act, settings, django_capture_on_commit_callbacks):
    settings.PRIVACY_EMAILS, settings.NUMBER_EXPORTS_PER_DAY = [OFFICER], TIMES
    for clerk in (*STAFF, PIA, SIMONE, SIMONA):
        employ(clerk)
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        for number in range(TIMES):
            act(number)
    letters = Counter(address for letter in mail.outbox for address in letter.to)
    assert letters
    assert max(letters.values()) <= 2 * outbox.MOST_AN_HOUR  # of what waits, and of what is to be known
    mail.outbox.clear()
    while outbox.send_due(NOW + HOUR):
        pass
    later = Counter(address for letter in mail.outbox for address in letter.to)
    assert max(later.values(), default=0) <= 2
    waiting = StaffNotice.objects.filter(over_at=None)
    assert not waiting.filter(wants_email=True).exists()  # nothing is lost


@pytest.fixture
def paolos() -> TrialNumber:
    """Paolo's telephone, on which colleagues may try."""
    made = trial_numbers.add(BRUNO.phone, is_shared=True, by=hire(PAOLO), now=NOW)
    TrialNumber.objects.filter(pk=made.pk).update(verified_at=NOW, code="")
    made.refresh_from_db()
    return made


def ask_on(number: TrialNumber, broadcast: Campaign, *, by=GIULIA, at=NOW) -> Trial:
    return asking.ask(campaign=broadcast, number=number, form=Trial.Form.TEMPLATE, by=hire(by), now=at)


def test_a_colleagues_telephone_does_not_ring_all_day(paolos):
    broadcast = campaign()
    done = {"campaign": broadcast, "by": hire(GIULIA), "version": 1, "status": "read", "asked_at": NOW}
    Trial.objects.bulk_create(Trial(**done) for _ in range(asking.MOST_A_DAY))
    with pytest.raises(asking.CannotTry, match="riprova domani"):
        ask_on(paolos, broadcast)
    assert ask_on(paolos, broadcast, by=PAOLO)  # nobody uses up what others may
    assert ask_on(paolos, campaign(), at=NOW + timedelta(days=1))


def test_who_has_thought_again_gets_no_trial_that_was_asked_before(paolos, graph, api):
    trial = ask_on(paolos, campaign())
    trial_numbers.share(paolos, is_shared=False)
    sending.send_due(api=api, now=NOW)
    trial.refresh_from_db()
    assert (trial.status, trial.reason) == ("failed", sending.NOT_SHARED)
    assert graph.messages == []


def test_a_closed_topic_is_chosen_by_no_way_round_the_form():
    closed, draft = Topic.objects.create(name="Chiuso", is_active=False), campaign()
    kept = {"title": draft.title, "body": draft.body, "link": draft.link, "topics": [closed.pk]}
    answer = at_desk(GIULIA).post(f"/admin/messaggi/{draft.pk}/salva-bozza/", kept)
    assert answer.json()["unsaved"] == ["argomenti"]
    assert closed not in Campaign.objects.get().chosen_topics
    assert not CampaignEvent.objects.exists()


def test_who_audits_keeps_nobody_from_exporting():
    for _ in range(exporting.MOST_WAITING):
        exporting.request(Filters(), by=hire(ROSA), reason="Una verifica", now=NOW)
    with pytest.raises(exporting.CannotExport, match="in preparazione"):
        exporting.request(Filters(), by=hire(ROSA), reason="Ancora una", now=NOW)
    assert exporting.request(Filters(), by=hire(VERA), reason="Una richiesta", now=NOW)
    assert exporting.run_due(NOW)
    assert exporting.request(Filters(), by=hire(ROSA), reason="Ancora una", now=NOW)
