"""Every page of the admin: it opens for whom it should and for nobody else, and keeps to the strict policy."""

import json
import re
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape

from broadcasts.models import (
    AccountNotice,
    Campaign,
    Closure,
    Delivery,
    NoticeDecision,
    NumberStatus,
    OfficeHours,
    ReadyText,
    Unmasking,
    WhatsAppTemplate,
)
from broadcasts.pages.hooks import LINKS
from broadcasts.slices.bulletins.models import BulletinWatch
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.outlets.models import PressAddress
from broadcasts.slices.trials import numbers as trial_numbers
from broadcasts.slices.trials.models import TrialNumber
from cascina_whatsapp.accounts import changes
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder
from cascina_whatsapp.presentation.menu import SECTIONS, Section, grouped
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.privacy.models import RetentionRun, RightsRequest
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail import verification as trail_verification
from cascina_whatsapp.security.trail.models import TrailCheck, TrailRecord
from cascina_whatsapp.web.api import tokens
from cascina_whatsapp.web.api.models import SystemToken
from cascina_whatsapp.web.api.tokens import Scope
from cascina_whatsapp.web.sources.models import Source
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers.models import (
    ConsentRecord,
    ImportBatch,
    RegisterCheck,
    RegisterExport,
    Seal,
    ServiceText,
    Subscriber,
    Topic,
    Zone,
)
from subscribers.register import sealing, verification
from tests.broadcasts.elections.periods import written
from tests.builders import NOW, approve_templates, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.privacy.requests import ask
from tests.staff import ROSA, SARA, SILVIA, STAFF, VERA, at_desk, found_by

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]  # every page as every group

NEWSROOM, CALENDAR = {GIULIA, PAOLO, ROSA, VERA}, {GIULIA, PAOLO, SARA}
REGISTER, URP = {ROSA, VERA}, {GIULIA, PAOLO}
WHO_SEES = {
    Campaign: NEWSROOM | {SILVIA},
    Delivery: NEWSROOM,
    WhatsAppTemplate: CALENDAR,
    AccountNotice: CALENDAR,
    NumberStatus: CALENDAR,
    Price: {PAOLO, SARA, ROSA},
    TrialNumber: CALENDAR,
    Budget: {PAOLO, SARA, ROSA},
    OfficeHours: CALENDAR,
    Closure: CALENDAR,
    ReadyText: URP,
    PressAddress: URP,
    BulletinWatch: URP,
    Topic: NEWSROOM | {SILVIA},
    Zone: NEWSROOM | {SILVIA},
    Subscriber: URP | REGISTER,
    ImportBatch: URP | REGISTER,
    RightsRequest: URP | {VERA},
    ConsentRecord: REGISTER,
    RegisterExport: REGISTER,
    Seal: REGISTER,
    RegisterCheck: REGISTER | {SARA},
    ServiceText: {PAOLO, SILVIA} | REGISTER,
    RetentionRun: {VERA, SARA},
    TrailRecord: REGISTER,
    TrailCheck: REGISTER,
    NoticeDecision: NEWSROOM,
    ElectoralPeriod: NEWSROOM | {SILVIA},
    SystemToken: {SARA},
    Source: {SARA},
    OfficeHolder: {PAOLO, SILVIA},
    User: {SARA, VERA},
    AccountChange: {SARA, VERA},
    DeadLetter: {SARA},
}
WHO_CHANGES = {
    SystemToken: {SARA},
    Source: {SARA},
    OfficeHours: {PAOLO, SARA},
    Closure: {PAOLO, SARA},
    ReadyText: {PAOLO},
    PressAddress: {PAOLO},
    BulletinWatch: {PAOLO},
    Topic: {PAOLO},
    Zone: {PAOLO},
    ElectoralPeriod: {SILVIA},
    OfficeHolder: {SILVIA},
    User: {SARA},
}
WHO_ADDS = {model: who for model, who in WHO_CHANGES.items() if model is not BulletinWatch} | {
    Campaign: {GIULIA},
    ServiceText: {PAOLO},
    Price: {PAOLO, SARA},
    TrialNumber: URP,
    Budget: {PAOLO, SARA},
    ImportBatch: URP,
    RightsRequest: URP | {VERA},
    RegisterExport: REGISTER,
    NoticeDecision: {PAOLO},
}
WHO_DELETES = {
    TrialNumber: URP,
    ReadyText: {PAOLO},
    PressAddress: {PAOLO},
    OfficeHolder: {SILVIA},
    OfficeHours: {PAOLO, SARA},
    Closure: {PAOLO, SARA},
    Source: {SARA},
}

OWN_ROWS = {TrialNumber}

staff = pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
"""One story for each group, through all pages: the rows are made anew for every test."""


@pytest.fixture(autouse=True)
def rows(db):
    something_of_everything()


def something_of_everything():
    """At least one row behind each page."""
    anna = subscribe(ANNA)
    under_way()
    ask(of=anna)
    NumberStatus.objects.create(tier="TIER_2K", daily_limit=2000, checked_at=NOW)
    sealing.seal(NOW)
    verification.check(NOW)
    retention.run(NOW)
    trail.record(Event.SIGNED_IN, by=hire(SARA), now=NOW)
    trail_verification.check(NOW)
    RegisterExport.objects.create(reason="Controllo annuale", requested_by=hire(ROSA), requested_at=NOW)
    ImportBatch.objects.create(
        file_name="moduli.csv", note="x", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=0
    )
    written()
    tokens.make("sito del Comune", [Scope.PROPOSE], by=hire(SARA), now=NOW)
    Source.objects.create(
        name="notizie del sito", address="https://www.comune.example/rss", found=2, waiting=1
    )
    OfficeHolder.objects.create(name="Ada", surname="Bianchi", role="mayor")
    approve_templates()
    AccountNotice.objects.create(at=NOW, field="account_alerts", event="WARNING")
    Unmasking.objects.create(
        campaign=some(Campaign),
        delivery_number=some(Delivery).pk,
        by=hire(PAOLO),
        at=NOW,
        reason="Richiamata",
    )
    changes.ask(
        AccountChange.Kind.TAKE,
        hire(GIULIA),
        group=hire(GIULIA).groups.get(),
        reason="Cambia ufficio",
        by=hire(SARA),
        now=timezone.now(),
    )
    PressAddress.objects.create(name="Il Tirreno", kind="press", address="redazione@iltirreno.example")
    Closure.objects.create(first=date(2026, 12, 24), last=date(2026, 12, 24), reason="Vigilia")
    body = json.dumps({"entry": [{"secret": "393200000101"}]}).encode()
    DeadLetter.objects.create(body=body, kind="InboundMessage", error="ValueError: •")
    for clerk in (GIULIA, PAOLO):
        trial_numbers.add(ANNA.phone, by=hire(clerk), now=NOW)
    NoticeDecision.objects.create(
        notice=ServiceText.objects.get(key="privacy_notice"),
        is_material=False,
        reason="Un refuso",
        by=hire(PAOLO),
        at=NOW,
    )
    Budget.objects.create(amount=400, valid_from=NOW, set_by=hire(SARA), set_at=NOW, note="Determina")


def address(model, page: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def some(model, clerk=None):
    """A row; of what belongs to somebody, one of this clerk's where they may have any."""
    mine = {"user": hire(clerk)} if model in OWN_ROWS and clerk in WHO_ADDS[model] else {}
    return model.objects.filter(**mine).first()


def status(response) -> int:
    return response.status_code


def test_every_page_is_known_here_and_in_a_menu():
    registered = {model._meta.label for model in admin.site._registry}
    assert registered == {model._meta.label for model in WHO_SEES}
    sections = [*SECTIONS, *(one for _, one in LINKS if isinstance(one, Section))]
    in_menu = {model for section in sections for model in (section.model, section.beside)}
    in_settings = {held for group in grouped(LINKS).values() for entry in group for held in entry.holds}
    known = {label.lower() for label in registered}
    assert known - in_menu - in_settings == {"broadcasts.trialnumber"}  # in one's own menu


def test_the_settings_are_sixteen_questions():
    assert sum(len(group) for group in grouped(LINKS).values()) == 16


@pytest.mark.main
@staff
def test_lists_and_rows_open_for_whom_they_should(clerk):
    desk = at_desk(clerk)
    found = {
        model: {
            status(desk.get(address(model, "changelist"), follow=True)),
            status(desk.get(address(model, "change", some(model, clerk).pk), follow=True)),
        }
        for model in WHO_SEES
    }
    assert found == {model: {200} if clerk in readers else {403} for model, readers in WHO_SEES.items()}


@staff
def test_who_may_not_change_a_row_is_refused(clerk):
    """The broadcast of these tests is on its way: nobody may change or delete it."""
    desk, before = at_desk(clerk), {model: model.objects.count() for model in WHO_SEES}
    # A form without its fields is refused in kindness (200); one that is not for this clerk, with 403.
    found = {
        model: (
            status(desk.post(address(model, "change", some(model, clerk).pk))),
            status(desk.get(address(model, "delete", some(model, clerk).pk))),
            status(desk.post(address(model, "add"))),
        )
        for model in WHO_SEES
    }
    who_may = (WHO_CHANGES, WHO_DELETES, WHO_ADDS)
    expected = {
        model: tuple(200 if clerk in may.get(model, ()) else 403 for may in who_may) for model in WHO_SEES
    }
    if clerk is GIULIA:  # is told why this one is not saved; an empty draft is a draft
        expected[Campaign] = (302, 403, 302)
        before |= {Campaign: before[Campaign] + 1, TrailRecord: before[TrailRecord] + 1}
    if clerk is PAOLO:  # whoever leaves all choices empty has chosen that
        expected[BulletinWatch] = (302, 403, 403)
    assert found == expected
    assert {model: model.objects.count() for model in WHO_SEES} == before


def test_no_stock_page_imports_or_exports():
    """The library's own pages would be back doors, past the second person and past the log of exports."""
    for model in WHO_SEES:
        for page in ("import", "process_import", "export"):
            with pytest.raises(NoReverseMatch):
                address(model, page)


@staff
def test_nothing_answers_where_the_library_would_import_or_export(clerk):
    desk = at_desk(clerk)
    paths = [address(model, "changelist") + page for model in WHO_SEES for page in ("import/", "export/")]
    answers = {path: status(desk.get(path)) for path in paths}
    assert {path: answer for path, answer in answers.items() if answer not in (302, 403, 404)} == {}


def test_a_stranger_is_sent_to_the_login(client):
    for model in WHO_SEES:
        response = client.get(address(model, "changelist"))
        assert (response.status_code, response.url.startswith("/admin/entra/")) == (302, True), model


def every_page():
    """Path and reader of each kind of page, once."""
    campaign = some(Campaign)
    for model, readers in WHO_SEES.items():
        reader = next(clerk for clerk in STAFF if clerk in readers)
        if not admin.site.get_model_admin(model).listed_on:
            yield address(model, "changelist"), reader
        yield address(model, "change", some(model).pk), reader
    for model, writers in WHO_ADDS.items():
        yield address(model, "add"), next(clerk for clerk in STAFF if clerk in writers)
    yield reverse("admin:subscribers_subscriber_find"), GIULIA
    yield reverse("admin:subscribers_subscriber_story", args=[some(Subscriber).pk]), ROSA
    yield reverse("admin:subscribers_subscriber_remove", args=[some(Subscriber).pk]), GIULIA
    yield address(Campaign, "resend", campaign.pk), PAOLO
    yield reverse("admin:broadcasts_campaign_month"), GIULIA
    yield address(Delivery, "unmask", some(Delivery).pk), PAOLO
    yield address(Delivery, "find"), GIULIA
    yield address(Closure, "delete", some(Closure).pk), PAOLO
    yield reverse("admin:index"), PAOLO
    yield reverse("admin:password_change"), PAOLO


INLINE = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:""", re.IGNORECASE)
ENGLISH = re.compile(r">\s*(Model name|Add link|Export|Submit|Log out|Home|Select all|Resource|Error:)\s*<")


def test_every_page_keeps_to_the_policy_speaks_italian_and_shows_no_number():
    for path, reader in every_page():
        response = found_by(at_desk(reader), *Subscriber.objects.all()).get(path, follow=True)
        text = response.text
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'"), path
        assert INLINE.findall(text) == [], path
        assert '<html lang="it"' in text, path
        assert ENGLISH.findall(text) == [], path
        assert "3200000101" not in text, path
        assert escape(ANNA.bsuid) not in text, path


MENU = re.compile(r'<nav class="nav"[^>]*>(.*?)</nav>', re.DOTALL)


@pytest.mark.parametrize(
    ("clerk", "sections"),
    [
        (GIULIA, ["Messaggi", "Iscritti", "Impostazioni"]),
        (PAOLO, ["Messaggi", "Iscritti", "Impostazioni"]),
        (ROSA, ["Messaggi", "Iscritti", "Registro", "Impostazioni"]),
        (VERA, ["Richieste", "Messaggi", "Iscritti", "Registro", "Persone", "Impostazioni"]),
        (SILVIA, ["Messaggi", "Impostazioni"]),
        (SARA, ["Persone", "Spesa", "Il numero", "Tutto pronto?", "Impostazioni"]),
    ],
    ids=lambda given: getattr(given, "username", ""),
)
def test_the_menu_has_what_one_may_see(clerk, sections):
    text = MENU.search(at_desk(clerk).get(reverse("admin:index")).text)[1]
    assert [words for words in re.findall(">([^<]+)</a>", text) if words != "Calendario"] == sections


@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("admin:broadcasts_campaign_add", "Messaggi"),
        ("admin:broadcasts_delivery_changelist", "Messaggi"),
        ("admin:broadcasts_readytext_changelist", "Impostazioni"),
        ("admin:settings", "Impostazioni"),
        ("admin:subscribers_subscriber_find", "Iscritti"),
        ("admin:guide", None),
    ],
)
def test_the_menu_says_where_one_is(page, section):
    text = MENU.search(at_desk(GIULIA).get(reverse(page)).text)[1]
    here = re.search(r'aria-current="true">([^<]+)<', text)
    assert (here and here[1]) == section


def test_who_administers_is_one_step_from_the_number_and_who_writes_finds_it_among_the_settings():
    page = reverse("admin:broadcasts_numberstatus_changelist")
    crumb = f'<a href="{reverse("admin:settings")}">Impostazioni</a></li>'
    here = re.compile(r'aria-current="true">([^<]+)<')
    mine, theirs = (at_desk(clerk).get(page).text for clerk in (SARA, GIULIA))
    assert (here.search(mine)[1], crumb in mine) == ("Il numero", False)
    assert (here.search(theirs)[1], crumb in theirs) == ("Impostazioni", True)


def test_what_is_rarely_needed_is_on_one_page_with_its_question():
    text = at_desk(SARA).get(reverse("admin:settings")).text
    assert "Chi entra, e che cosa può fare?" in text
    assert "Che cosa scriviamo spesso?" not in text  # not hers to see
