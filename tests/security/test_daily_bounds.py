"""Acts that touch people, as often as one likes: each has a bound of the day, which others hear of."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Delivery
from cascina_whatsapp.privacy.admin.buttons import BUTTONS
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import ImportBatch, ImportRow, Subscriber
from tests.accounts.at_once import at_once
from tests.accounts.people import confirmed_long_ago
from tests.builders import NOW, delivery_to, hire, subscribe
from tests.people import GIULIA, PAOLO, Clerk, crowd
from tests.privacy.requests import ask
from tests.staff import VERA, at_desk

pytestmark = pytest.mark.django_db
OFFICER = "rpd@comune.example"
WHY = "Richiamata per un errore nell'avviso"
FIND = "/admin/iscritti/cerca/"


@pytest.fixture(autouse=True)
def privacy_office(settings):
    settings.PRIVACY_EMAILS = [OFFICER]


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """What is sent after the commit, once the block is over."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def events(*kinds: Event) -> list[TrailRecord]:
    return list(TrailRecord.objects.filter(event__in=kinds).order_by("sequence"))


Attempt = Callable[[Client], tuple[bool, str]]
"""What somebody does at a desk: did it come through, and what did they read?"""

# ── The acts, each as a colleague does it on its page ────────────────────────────────────────────────────────


def a_delivery(number: int) -> Attempt:
    person = subscribe(crowd(number + 1)[number])
    page = reverse("admin:broadcasts_delivery_unmask", args=[delivery_to(person).pk])
    return lambda desk: said(desk.post(page, {"reason": WHY}), person.phone)


def a_row(number: int) -> Attempt:
    phone = crowd(number + 1)[number].phone
    batch, _ = ImportBatch.objects.get_or_create(
        file_name="x", uploaded_by=hire(GIULIA), defaults={"uploaded_at": NOW, "count": 1}
    )
    row = ImportRow.objects.create(
        batch=batch, phone=phone, agreed_at=NOW, channel="paper", reference=f"{number}"
    )
    page = reverse("admin:subscribers_importbatch_number", args=[row.pk])
    return lambda desk: said(desk.post(page, {"reason": WHY}), phone)


def a_removal(number: int) -> Attempt:
    person = subscribe(crowd(number + 1)[number])
    page = reverse("admin:subscribers_subscriber_remove", args=[person.pk])

    def remove(desk: Client) -> tuple[bool, str]:
        desk.post(FIND, {"text": person.phone})
        text = desk.post(page, {"channel": "desk", "reason": "Lo chiede allo sportello"}).text
        return not Subscriber.objects.get(pk=person.pk).is_subscribed, text

    return remove


def a_request(kind: str, button: str) -> Callable[[int], Attempt]:
    """What a person asked for, done by its button on the page of the request."""

    def prepare(number: int) -> Attempt:
        asked = ask(kind, of=subscribe(crowd(number + 1)[number]), now=timezone.now())
        return lambda desk: press(desk, asked, button)

    return prepare


def a_lifting(number: int) -> Attempt:
    person = subscribe(crowd(number + 1)[number])
    Subscriber.objects.filter(pk=person.pk).update(limited_since=timezone.now())
    asked = ask("restriction", of=person, now=timezone.now())
    RightsRequest.objects.filter(pk=asked.pk).update(status="done", outcome="Fatto.")

    def lift(desk: Client) -> tuple[bool, str]:
        text = press(desk, asked, "lift")[1]
        return Subscriber.objects.get(pk=person.pk).limited_since is None, text

    return lift


def press(desk: Client, asked: RightsRequest, button: str) -> tuple[bool, str]:
    page = reverse(f"admin:privacy_rightsrequest_{button}", args=[asked.pk])
    text = desk.post(page, {"understood": "on"}, follow=True).text
    return RightsRequest.objects.get(pk=asked.pk).status == "done", text


def a_dossier(number: int) -> Attempt:
    person = subscribe(crowd(number + 1)[number])
    page = reverse("admin:privacy_rightsrequest_person_data", args=[person.pk])

    def take(desk: Client) -> tuple[bool, str]:
        desk.post(FIND, {"text": person.phone})
        return said(desk.post(page, follow=True), person.phone)

    return take


def an_export(number: int) -> Attempt:
    page = reverse("admin:subscribers_registerexport_add")
    asked = {"format": "csv", "reason": f"Richiesta del Garante, la {number}", "with_numbers": "on"}

    def ask_for(desk: Client) -> tuple[bool, str]:
        answer = desk.post(page, asked)
        return "/esportazioni-del-registro/" in answer.headers.get("Location", ""), answer.text

    return ask_for


def a_look_up(number: int) -> Attempt:
    return lambda desk: said(desk.post(FIND, {"text": f"320 99900{number:02}"}), "Non risulta nessuno")


def said(answer: HttpResponse, sign: str) -> tuple[bool, str]:
    """Whether an act came through, by the sign of it in the answer; and what one reads."""
    return sign in answer.text, answer.text


@dataclass(frozen=True)
class Act:
    """One kind of act: how it is done, by whom, its trace, its setting, the words of the refusal."""

    prepare: Callable[[int], Attempt]
    clerk: Clerk
    event: str
    setting: str
    words: str
    bound: str = ""
    """The event that names its bound, where several acts have one."""


OF_PEOPLE = ("REMOVALS_PER_DAY", "tolto, fermato o ripreso i messaggi a {} persone", "removed_at_desk")
ACTS = {
    "unmasking": Act(a_delivery, PAOLO, "unmasked", "UNMASKINGS_PER_DAY", "visto {} numeri in chiaro"),
    "unmasking a row": Act(
        a_row, PAOLO, "row_unmasked", "ROW_UNMASKINGS_PER_DAY", "visto {} numeri degli elenchi"
    ),
    "removal": Act(a_removal, GIULIA, "removed_at_desk", *OF_PEOPLE),
    "removal for a request": Act(a_request("objection", "remove"), VERA, "removed_at_desk", *OF_PEOPLE),
    "no invitations": Act(a_request("objection", "invitations"), VERA, "invitations_taken", *OF_PEOPLE),
    "limit": Act(a_request("restriction", "limit"), VERA, "messages_stopped", *OF_PEOPLE),
    "lifting": Act(a_lifting, VERA, "messages_resumed", *OF_PEOPLE),
    "erasure": Act(
        a_request("erasure", "erase"),
        VERA,
        "person_erased",
        "ERASURES_PER_DAY",
        "cancellato i dati di {} persone",
    ),
    "dossier": Act(a_dossier, VERA, "dossier_taken", "DOSSIERS_PER_DAY", "scaricato i dati di {} persone"),
    "export": Act(
        an_export, VERA, "numbers_exported", "NUMBER_EXPORTS_PER_DAY", "chiesto {} esportazioni con i numeri"
    ),
    "look-up": Act(a_look_up, GIULIA, "looked_up", "LOOKUPS_PER_DAY", "cercato {} volte"),
}
TOLD = {
    "looked_up": [],
    "dossier_taken": ["Esportati numeri di telefono in chiaro"] * 2,
    "numbers_exported": ["Esportati numeri di telefono in chiaro"] * 2,
}
"""What the officer reads of two acts, where it is not of the first alone."""
each_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


FREE = {
    "identify": "a look-up, which is bounded",
    "extend": "nothing is done",
    "close": "words to who asked",
    "refuse": "words to who asked",
    "withdraw": "words to who asked",
    "handed-over": "the copy was taken before, which is bounded",
    "sent": "nothing is done",
}
"""Button of a request → why it needs no bound."""


def test_each_button_of_a_request_has_a_bound_or_needs_none():
    assert {button.name for button in BUTTONS if not button.acts_on_person} == FREE.keys()


def done(act: Act, times: int, *, since: int = 0) -> int:
    """How many of so many tries came through, each at a desk where identity was just confirmed."""
    tries = [act.prepare(number) for number in range(since, since + times)]
    return sum(attempt(at_desk(act.clerk))[0] for attempt in tries)


@each_act
def test_an_act_stops_at_its_bound_which_the_officer_hears_of_and_begins_anew_the_day_after(
    act, settings, letters
):
    setattr(settings, act.setting, 2)
    olga = hire(Clerk("olga", "RPD"))
    type(olga).objects.filter(pk=olga.pk).update(first_name="Olga", last_name="Bruni")
    with time_machine.travel(NOW, tick=False):
        with letters():
            assert done(act, 2) == 2
        told = [letter.subject.partition("] ")[2].partition(":")[0] for letter in mail.outbox]
        assert told == TOLD.get(act.event, ["oggi la prima volta"])
        assert {(*letter.to,) for letter in mail.outbox} <= {(OFFICER,)}
        mail.outbox.clear()
        with letters():
            assert done(act, 1, since=2) == 0
            came_through, text = act.prepare(3)(at_desk(act.clerk))
        told = [letter for letter in mail.outbox if "limite" in letter.subject]
        assert [letter.to for letter in told] == [[OFFICER]]  # once: the second refusal says nothing new
        assert act.clerk.username in told[0].body
    assert not came_through
    assert f"Oggi hai già {act.words.format(2)}" in text
    assert "Olga Bruni" in text
    assert [one.by_name for one in events(act.event)] == [act.clerk.username] * 2
    assert [one.details["act"] for one in events(Event.BOUND_REACHED)] == [act.bound or act.event] * 2
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert done(act, 1, since=4) == 1


def test_unmaskings_and_removals_by_one_hand_stop_at_ten_and_use_up_nobody_else_s(settings):
    act = ACTS["unmasking"]
    assert done(act, 15) == settings.UNMASKINGS_PER_DAY == 10
    assert act.prepare(15)(at_desk(VERA))[0]
    assert done(ACTS["removal"], 15, since=20) == settings.REMOVALS_PER_DAY == 10
    assert Subscriber.objects.filter(phone="").count() == 10  # what was refused has not happened


def come_through(attempt: Attempt, desk: Client) -> bool:
    return attempt(desk)[0]


@each_act
def test_a_hundred_requests_at_once_pass_no_more_than_one_by_one(act, settings, committed_db):
    """The count, the act and its trace are one transaction, under one lock."""
    setattr(settings, act.setting, 3)
    tries = [act.prepare(number) for number in range(12)]
    came_through = at_once(come_through, tries, [at_desk(act.clerk) for _ in tries])
    assert sum(came_through) == len(events(act.event)) == 3


def test_six_windows_at_once_show_three_numbers_on_one_confirmation(committed_db):
    tries, desk = [a_delivery(number) for number in range(6)], at_desk(PAOLO)
    desks = [Client() for _ in tries]
    for each in desks:
        each.cookies.update(desk.cookies)
    assert sum(at_once(come_through, tries, desks)) == 3


def test_a_refused_erasure_leaves_its_request_open_and_no_log_says_otherwise(settings, caplog):
    settings.ERASURES_PER_DAY = 1
    with caplog.at_level(logging.INFO):
        done(ACTS["erasure"], 2)
    assert sorted(RightsRequest.objects.values_list("status", flat=True)) == ["done", "open"]
    assert len([line for line in caplog.messages if ": erase, by user" in line]) == 1


def test_a_number_stands_in_no_trace_of_these():
    for act in ACTS.values():
        done(act, 1)
    assert "320100" not in repr([vars(one) for one in TrailRecord.objects.all()])


# ── Identity is confirmed again ──────────────────────────────────────────────────────────────────────────────


ASKING = [name for name in ACTS if name != "look-up"]


@pytest.mark.parametrize("act", [ACTS[name] for name in ASKING], ids=ASKING)
def test_who_was_not_asked_lately_is_asked_before_such_an_act(act):
    desk, attempt = confirmed_long_ago(at_desk(act.clerk), 11), act.prepare(0)
    assert not attempt(desk)[0]
    assert events(act.event) == []
    assert attempt(confirmed_long_ago(desk, 1))[0]


def test_after_every_third_number_identity_is_confirmed_again():
    """Of either kind together: numbers of deliveries and of lists; in another window of the same colleague, too."""
    desk, other = at_desk(PAOLO), at_desk(PAOLO)
    tries = [(a_row if number % 2 else a_delivery)(number) for number in range(9)]
    assert [attempt(desk)[0] for attempt in tries[:4]] == [True, True, True, False]
    assert not tries[4](other)[0]
    page = reverse("admin:broadcasts_delivery_unmask", args=[Delivery.objects.first().pk])
    assert desk.get(page).url.startswith("/admin/conferma")
    confirmed_long_ago(desk, 0)
    assert [attempt(desk)[0] for attempt in tries[5:]] == [True, True, True, False]
