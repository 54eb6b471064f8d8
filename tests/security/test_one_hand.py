"""Every button of the admin, pressed by each group alone: what of it reaches the public, citizens, other accounts.

Each is pressed on rows in whatever state shows it, with words of one's own in every field that takes some; what it
did is looked at, and taken back.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import timezone
from lxml import html

from broadcasts.launching.published import published
from broadcasts.models import Delivery
from broadcasts.slices.outlets.models import AlertFile, Publication
from cascina_whatsapp.accounts.models import Invitation
from cascina_whatsapp.web.api.reading import as_data
from cascina_whatsapp.web.public_site.town_hall import hours_in_words
from cascina_whatsapp.web.public_site.wording import Message
from subscribers.models import Reply, ServiceText, Subscriber, Topic
from tests import pages
from tests.builders import hire
from tests.people import BRUNO, GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, SILVIA, STAFF, VERA, at_desk, found_by

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
SPY = "parole di una mano sola"
IN_OWN_WORDS = "in own words"
REACHED = {
    GIULIA: {
        "broadcasts_campaign_publication by-hand": {"outlets"},  # says that she has published it herself
        "subscribers_subscriber_remove Togli dal servizio": {"citizens"},  # who asked for it at the desk
    },
    PAOLO: {
        "broadcasts_campaign_public withdraw": {"public"},
        "broadcasts_campaign_publication by-hand": {"outlets"},
        "broadcasts_officehours_delete Elimina": {"public"},  # fewer hours
        "subscribers_subscriber_remove Togli dal servizio": {"citizens"},
    },
    ROSA: {},
    VERA: {
        "accounts_accountchange_decide approve": {
            "accounts"
        },  # the second person of a change that Sara asked for
        "privacy_rightsrequest_erase Cancella i dati": {"citizens"},
    },
    SILVIA: {
        "elections_electoralperiod_annul": {"public"},  # what two people approved goes on
        "elections_electoralperiod_run-off": {"public"},
        "second_person approve": {"public"},  # the second person of a topic that Paolo proposed
    },
    SARA: {
        "auth_user_change": {"accounts", IN_OWN_WORDS},  # a colleague's name
        "auth_user_close": {"accounts"},
        "auth_user_invite": {"accounts", "mailboxes"},
        "auth_user_withdraw-invitation": {"accounts"},
        "broadcasts_officehours_delete Elimina": {"public"},
    },
}
"""Who presses what → what it reaches. Whatever is not here reaches nobody before a second person decides."""
LEAST = {GIULIA: 25, PAOLO: 35, ROSA: 2, VERA: 7, SILVIA: 7, SARA: 15}
"""The buttons that did what they say, at the least: a form that nobody knows how to fill in proves nothing."""
TRIED = 3
"""Rows on which a button is pressed."""
LATER = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""The moment at which it is looked: what waits for an opening or an hour is in force."""
OTHERWISE = {
    "email": "estraneo@altrove.example",
    "password": "quattro cavalli in piazza",
    "tel": BRUNO.phone,
    "date": "2026-11-20",
    "time": "11:00",
    "number": "7",
}
"""Kind of a field that takes no words → what is written where it is empty."""


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker, tmp_path_factory):
    """A town hall in full swing, which leaves no trace in the database."""
    settings = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), CONFIRM_MINUTES=24 * 60)
    with django_db_blocker.unblock(), settings, transaction.atomic():
        with time_machine.travel(timezone.now() - timedelta(hours=1)):  # each test begins at the same moment
            pages.everything()
            pages.public_pages()
        with override_settings(REMOVALS_PER_DAY=1000):  # the story has spent Giulia's
            yield
        transaction.set_rollback(True)


def rows(*found: QuerySet) -> set[str]:
    return {f"{kind.model.__name__} {sorted(row.items())}" for kind in found for row in kind.values()}


def reach_of(clerk: Clerk) -> dict[str, set[str]]:
    """What the public reads, what outlets, mailboxes and citizens get, and what other accounts are."""
    others = User.objects.exclude(pk=hire(clerk).pk)
    groups = others.values_list("pk", "groups__name")
    return {
        "public": {
            *(json.dumps(as_data(Message(one, LATER)), ensure_ascii=False) for one in published(LATER)),
            *rows(Topic.objects.all()),
            *(f"{text.key} {text.body}" for text in ServiceText.objects.all() if text.is_used(LATER)),
            *hours_in_words(),
        },
        "outlets": rows(Publication.objects.all(), AlertFile.objects.all()),
        "mailboxes": {f"{letter.recipients()} {letter.body}" for letter in mail.outbox},
        "citizens": rows(Reply.objects.all(), Delivery.objects.all(), Subscriber.objects.all()),
        "accounts": {*map(str, groups), *rows(others, Invitation.objects.filter(user__in=others))},
    }


def filled_in(field: html.HtmlElement) -> str | None:
    """What a field is filled in with, words of one's own at the end of its own; None leaves it as it is."""
    if isinstance(field, html.SelectElement):
        return None if field.value else next(filter(None, field.value_options), None)
    kind, value = field.get("type", "text"), field.get("value", "")
    if kind in ("radio", "checkbox"):
        return value or "on"
    if field.tag == "textarea" or kind in ("text", "search"):
        return f"{field.value or ''} {SPY}".strip()[: int(field.get("maxlength", 1000))]
    return (kind != "email" and value) or OTHERWISE.get(kind)


def forms_of(page: str) -> Iterator[tuple[html.FormElement, dict[str, list[str]]]]:
    """Each form of a page that posts, with all that it would send."""
    for form in html.fromstring(page).forms:
        given: dict[str, list[str]] = defaultdict(list)
        for name, value in form.form_values():
            given[name].append(value)
        for field in form.inputs:
            kind = field.get("type")
            if kind in ("hidden", "submit", "file") or (kind in ("radio", "checkbox") and given[field.name]):
                continue
            if value := filled_in(field):
                given[field.name] = [value]
        if form.method == "POST":
            yield form, given


def buttons_of(form: html.FormElement) -> Iterator[tuple[str, str]]:
    """Name and value of each button that sends a form, within it or elsewhere on its page."""
    for button in form.getroottree().iter("button", "input"):
        owner = button.get("form")
        is_its_own = owner == form.get("id") if owner else form in button.iterancestors()
        if is_its_own and button.get("type", "submit" if button.tag == "button" else "") == "submit":
            yield button.get("name", ""), button.get("value", "")


def pages_of(desk: Client) -> Iterator[tuple[str, str]]:
    """Path and text of each page that somebody may open, of rows in whatever state."""
    for name, arguments in pages.names():
        for path in pages.paths(name, arguments) if pages.is_page(name) else ():
            answer = read(desk.get(path))
            if not answer.streaming and pages.is_whole(answer):
                yield path, answer.text


def read(answer: HttpResponse) -> HttpResponse:
    """Read a file to its end, or it stays open."""
    b"".join(answer.streaming_content if answer.streaming else [])
    return answer


class Hand:
    """One clerk who presses everything that they see, and what came of each button."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk, self.desk = clerk, found_by(at_desk(clerk), *Subscriber.objects.all())
        self.pressed: Counter[str] = Counter()
        self.done: set[str] = set()
        self.reached: dict[str, set[str]] = defaultdict(set)
        for path, text in pages_of(self.desk):
            for form, given in forms_of(text):
                self._press_all(form.get("action") or path, form, given)

    def _press_all(self, action: str, form: html.FormElement, given: dict[str, list[str]]) -> None:
        page = resolve(action.partition("?")[0]).view_name.removeprefix("admin:")
        for name, value in buttons_of(form):
            act = f"{page} {value or name}".strip()
            self.pressed[act] += 1
            if self.pressed[act] <= TRIED:
                self._press(act, action, given | {name: [value]})

    @transaction.atomic
    def _press(self, act: str, action: str, given: dict[str, list[str]]) -> None:
        mail.outbox.clear()
        before = reach_of(self.clerk)
        hand = Client()  # it may end its session
        hand.cookies.update(self.desk.cookies)
        if read(hand.post(action, given)).status_code == 302:
            self.done.add(act)
        for what, lines in reach_of(self.clerk).items():
            if new := lines ^ before[what]:
                self.reached[act] |= {what, *([IN_OWN_WORDS] if any(SPY in line for line in new) else [])}
        transaction.set_rollback(True)


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_what_one_hand_reaches(town, clerk):
    hand = Hand(clerk)
    assert dict(hand.reached) == REACHED[clerk]
    assert len(hand.done) >= LEAST[clerk], sorted(set(hand.pressed) - hand.done)
