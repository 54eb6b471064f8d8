"""Anna asks about her data: what the page of her request, her telephone and the register say at each step."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts.content.audience import audience_of
from broadcasts.models import Delivery
from broadcasts.rules import failure_reasons
from broadcasts.sending import claiming
from broadcasts.sending.outcomes.failures import skip_unwilling
from cascina_whatsapp.privacy import erasure, rights
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.privacy.retention_table import RULES
from subscribers import identity
from subscribers.conversation import reply_sending
from subscribers.models import ConsentRecord, Reply, Subscriber, Topic
from subscribers.register import history, verification
from tests.builders import campaign, choose, hire, say, subscribe, text, topic, under_way
from tests.people import ANNA, BRUNO, CARLA, GIULIA, Citizen
from tests.staff import VERA, at_desk, found_by

from .requests import Channel, Kind, Status, ask

pytestmark = pytest.mark.django_db
ERASE_ME, I_OBJECT = "Cancellate i miei dati", "mi oppongo al trattamento dei miei dati"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EVERYBODY = {"topics": [], "to_everybody": True, "everybody_reason": "Sciopero di tutti gli uffici"}
INVITATIONS, ROADS = "Eventi e cultura", "Viabilità e cantieri"


@pytest.fixture
def now() -> datetime:
    return timezone.now().replace(microsecond=0)  # as messages tell it


def asked_in_chat(citizen: Citizen, words: str, now: datetime) -> RightsRequest:
    subscribe(citizen)
    say(text(citizen, words, at=now), now=now)
    return RightsRequest.objects.get()


def page(asked: RightsRequest, name: str = "change") -> str:
    return reverse(f"admin:privacy_rightsrequest_{name}", args=[asked.pk])


def read(asked: RightsRequest) -> str:
    return unescape(at_desk(VERA).get(page(asked)).text)


def press(asked: RightsRequest, button: str, **answers: str) -> str:
    desk = found_by(at_desk(VERA), *Subscriber.objects.all())
    answer = desk.post(page(asked, button), answers, follow=True)
    asked.refresh_from_db()
    return unescape(answer.text)


def row_of(citizen: Citizen) -> Subscriber:
    found = identity.find(citizen.person)
    assert found
    return found


def on_the_phone() -> list[str]:
    return [reply.content["body"] for reply in Reply.objects.order_by("pk")]


def kinds(citizen: Citizen) -> list[str]:
    return [record.kind for record in history.records_of(row_of(citizen))]


# ── Erased ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
@pytest.mark.parametrize(
    ("words", "kind"), [(ERASE_ME, Kind.ERASURE), (I_OBJECT, Kind.OBJECTION)], ids=["erased", "objects"]
)
def test_who_asks_in_the_chat_is_answered_there_while_it_is_open(citizen: Citizen, words, kind, now):
    asked = asked_in_chat(citizen, words, now)
    assert (asked.kind, asked.channel, kinds(citizen)) == (kind, Channel.CHAT, ["opt_in", "opt_out"])
    [told] = on_the_phone()
    assert [piece for piece in (asked.number, "i rispondiamo entro un mese") if piece not in told] == []
    shown = read(asked)
    assert "Da chiudere entro giovedì 10 dicembre 2026" in shown
    assert "Si può rispondere su WhatsApp fino a domani alle 10:00" in shown
    assert (citizen.phone or citizen.bsuid) not in shown
    say(text(citizen, words, at=now + MINUTE), now=now + MINUTE)
    assert rights.open_chat(asked, now)[1] == now + DAY + MINUTE
    assert rights.open_chat(asked, now + 2 * DAY) is None


def test_who_joined_again_is_not_erased_before_it_is_said_what_they_meant(now):
    asked = asked_in_chat(ANNA, ERASE_ME, now - 10 * MINUTE)
    say(text(ANNA, "Iscrizione", at=now - 5 * MINUTE), now=now - 5 * MINUTE)
    warning = "È tornata iscritta alle 9:55, dopo averlo chiesto"
    shown = read(asked)
    assert shown.index(warning) < shown.index("Cancella i dati</button>")
    assert "chiedile prima che cosa vuole" in press(asked, "erase", understood="on")
    with pytest.raises(rights.CannotAct, match="chiedile prima che cosa vuole"):
        erasure.erase(asked, by=hire(VERA), now=now)
    assert (asked.status, row_of(ANNA).is_subscribed) == (Status.OPEN, True)
    assert kinds(ANNA) == ["opt_in", "opt_out", "opt_in"]

    press(asked, "erase", understood="on", meant="on")
    assert (asked.status, row_of(ANNA).is_subscribed) == (Status.DONE, False)


def test_who_was_subscribed_when_a_letter_came_has_not_come_back(now):
    """Joining after the letter does count."""
    asked = ask(of=subscribe(ANNA), channel=Channel.LETTER, now=now - DAY)
    assert rights.came_back(asked) is None
    say(text(ANNA, "Cancellazione", at=now - 2 * MINUTE), now=now - 2 * MINUTE)
    say(text(ANNA, "Iscrizione", at=now - MINUTE), now=now - MINUTE)
    assert rights.came_back(RightsRequest.objects.get()) == now - MINUTE


@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
def test_the_receipt_leaves_in_the_chat_before_the_number_goes(citizen: Citizen, graph, api, now):
    asked = asked_in_chat(citizen, ERASE_ME, now)
    reply_sending.send_due(api=api, now=now)
    assert "La ricevuta va su WhatsApp: non ancora partita." in press(asked, "erase", understood="on")
    assert (asked.contact, row_of(citizen).phone, row_of(citizen).bsuid) == ("", "", "")
    rights.note_sent()
    assert rights.waits_for_receipt(RightsRequest.objects.get())

    reply_sending.send_due(api=api, now=now + MINUTE)
    assert "cancellazione (art. 17)" in graph.messages[-1]["text"]["body"]
    rights.note_sent()
    assert "La risposta è mandata." in read(asked)
    assert not Reply.objects.exclude(phone="", bsuid="").exists()


def test_once_the_chat_is_closed_the_page_says_how_the_receipt_is_handed_over(now):
    asked = asked_in_chat(ANNA, ERASE_ME, now - 2 * DAY)
    assert "Su WhatsApp non si può rispondere: la ricevuta si stampa e si consegna allo sportello" in read(
        asked
    )
    told = press(asked, "erase", understood="on")
    assert "su WhatsApp ora non si può scrivere, stampa la ricevuta e consegnala" in told
    assert not Reply.objects.filter(text__key=rights.ANSWER).exists()


# ── Objects ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("button", "answers", "told", "stays"),
    [
        ("invitations", {}, "Non ti mandiamo più inviti.", True),
        ("remove", {}, "Ti abbiamo tolto dal servizio", False),
        ("close", {"outcome": "I tuoi dati servono a un bando."}, "I tuoi dati servono a un bando.", True),
        ("refuse", {"outcome": "Non siamo noi a scriverti."}, "Non siamo noi a scriverti.", True),
    ],
)
def test_who_objects_by_letter_gets_a_receipt_that_names_this_right(button, answers, told, stays, now):
    """She has just written, so that she gets it in the chat."""
    subscribe(ANNA, at=now - MINUTE)
    asked = ask(Kind.OBJECTION, of=row_of(ANNA), channel=Channel.LETTER, now=now)
    press(asked, button, **answers)
    for piece in ("opposizione (art. 21)", told, "reclamo al Garante", "(www.garanteprivacy.it)"):
        assert piece in asked.outcome
    assert on_the_phone()[-1].endswith(asked.outcome)
    assert row_of(ANNA).is_subscribed is stays
    last = ConsentRecord.objects.latest("sequence")
    if button in ("invitations", "remove"):
        assert (last.reason, last.channel, last.actor) == (f"Richiesta {asked.number}", "paper", hire(VERA))


@pytest.mark.parametrize(
    ("fields", "gets_it"),
    [
        ({"topics": [INVITATIONS]}, False),
        ({"topics": [INVITATIONS, ROADS]}, False),
        ({"topics": [ROADS], "as_invitation": True}, False),
        ({**EVERYBODY, "as_invitation": True}, False),
        ({"topics": [ROADS]}, True),
        (EVERYBODY, True),
    ],
)
def test_who_objected_gets_no_invitation_whatever_its_topic(fields, gets_it, now):
    """Neither one that begins afterwards, nor one that is leaving; until she chooses a topic of invitations again."""
    topics = {"topics": [topic(name) for name in fields["topics"]]}
    Topic.objects.filter(name=INVITATIONS).update(is_invitation=True)
    subscribe(ANNA)
    leaving = under_way(**fields | topics)
    press(ask(Kind.OBJECTION, of=row_of(ANNA), now=now), "invitations")
    assert audience_of(campaign(**fields | topics)).exists() is gets_it
    assert bool(claiming.claim(leaving, 10, now)) is gets_it
    assert skip_unwilling() == (not gets_it)
    assert INVITATIONS not in [followed.name for followed in row_of(ANNA).followed_topics()]

    choose(ANNA, topic(INVITATIONS), topic(ROADS), at=now + MINUTE)
    assert audience_of(campaign(**fields | topics)).exists()


# ── Asks for a limit ──────────────────────────────────────────────────────────────────────────────────────


def test_a_limit_stands_until_it_is_lifted_and_nothing_is_sent_meanwhile(now):
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    leaving = under_way()
    asked = ask(Kind.RESTRICTION, of=row_of(ANNA), now=now)
    press(asked, "limit")
    assert "limitazione (art. 18)" in asked.outcome
    assert audience_of(campaign()).get() == row_of(BRUNO)
    assert [row.subscriber for row in claiming.claim(leaving, 10, now)] == [row_of(BRUNO)]
    assert skip_unwilling() == 1
    assert Delivery.objects.get(subscriber=row_of(ANNA)).reason == failure_reasons.NOT_WANTED

    story = reverse("admin:subscribers_subscriber_story", args=[row_of(ANNA).pk])
    assert "finché non si toglie, dalla" in at_desk(VERA).get(story).text
    assert "Non riceve messaggi" in at_desk(VERA).get("/admin/iscritti/?status__exact=subscribed").text
    say(text(ANNA, "Iscrizione", at=now), now=now)
    assert row_of(ANNA).limited_since

    RightsRequest.objects.update(closed_at=now - 4000 * DAY)
    [rule] = [rule for rule in RULES if rule.key == "rights-requests"]
    assert not rule.rows(now).exists()  # it is from here that the limit is lifted
    press(asked, "lift")
    press(asked, "lift")
    assert rule.rows(now).exists()
    assert audience_of(campaign()).count() == 2
    assert kinds(ANNA) == ["opt_in", "limited", "opt_in", "unlimited"]
    assert verification.check(now).findings == []


def test_of_two_rows_that_become_one_the_limit_holds(now):
    """Carla asked while her number was hidden; later a message shows both."""
    press(ask(Kind.RESTRICTION, of=subscribe(CARLA), now=now), "limit")
    both = Citizen("Carla", "+393200000103", CARLA.bsuid)
    subscribe(Citizen("Carla", both.phone, ""), at=now)
    subscribe(both, at=now + MINUTE)
    assert row_of(both).limited_since


def test_who_is_not_subscribed_has_nothing_to_limit_and_is_answered(now):
    asked = ask(Kind.RESTRICTION, of=subscribe(ANNA), now=now)
    say(text(ANNA, "Cancellazione", at=now), now=now)
    assert "non si può fare" in press(asked, "limit")
    press(asked, "close", outcome="Non sei iscritta: non ti mandiamo nulla.")
    assert asked.status == Status.DONE


# ── A copy, and somebody unknown ──────────────────────────────────────────────────────────────────────────


def test_a_request_for_a_copy_closes_once_the_person_has_it(now):
    asked = ask(Kind.ACCESS, of=subscribe(ANNA), now=now)
    assert "Prima scarica la copia" in press(asked, "handed-over")
    taken = found_by(at_desk(VERA), row_of(ANNA)).post(
        reverse("admin:privacy_rightsrequest_person_data", args=[row_of(ANNA).pk])
    )
    asked.refresh_from_db()
    assert (taken["Content-Type"], asked.status) == ("application/json", Status.OPEN)
    assert "La risposta è mandata." in press(asked, "handed-over")
    assert "accesso (art. 15)" in asked.outcome


def test_a_request_of_somebody_unknown_is_tied_to_them_once_the_number_is_known(now):
    """The clerk who registered it may look her up."""
    asked, anna = ask(pseudonym="a" * 64, now=now), subscribe(ANNA)
    desk = at_desk(GIULIA)
    for number, told in (
        (BRUNO.phone, "Anche così non risulta nessuno"),
        (ANNA.phone, "ora la richiesta è sua"),
    ):
        assert told in desk.post(page(asked, "identify"), {"number": number}, follow=True).text
    asked.refresh_from_db()
    assert (asked.subscriber, asked.pseudonym) == (anna, anna.pseudonym)
    assert "Cancella i dati" in read(asked)
