"""A second person decides on what they have read: what was put in its place meanwhile is shown first.

Each page on which a second person decides is a row: it is opened, what waits there is changed or taken away for
another, and the button under the old words is pressed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape

import lxml.html
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.elections import periods
from broadcasts.slices.elections.models import ElectionDeclaration
from cascina_whatsapp.accounts import people
from cascina_whatsapp.accounts.models import AccountChange, Invitation, Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.security import as_read
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.encryption.seals import Kind
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.web.api.models import SystemToken
from cascina_whatsapp.web.public_site.models import Amendment
from subscribers import importing, texts
from subscribers.models import ImportBatch, ImportRow, RegisterExport
from subscribers.texts import proposing
from subscribers.texts.topic_changes import TOPIC
from tests.accounts.colleagues import newcomer
from tests.broadcasts.elections.declarations import authorised, declared
from tests.broadcasts.elections.periods import active, rome, written
from tests.builders import approve_templates, campaign, hire, subscribe, topic
from tests.pages import beyond_a_bound
from tests.people import ANNA, BRUNO, ELENA, GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, SILVIA, SIMONA, VERA, at_desk
from tests.subscribers.importing.test_importing import signed, table

pytestmark = pytest.mark.django_db
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
MARIO = Clerk("mario", "Autorizzatore elettorale")
"""Stands in for Simona."""
OTHER = "Parole che nessuno ha ancora letto"
"""What the page says once somebody has put it there."""


SEALS = {Proposal: Kind.PROPOSAL, RegisterExport: Kind.EXPORT}


@dataclass(frozen=True)
class Page:
    """A page on which a second person decides."""

    of: type[Model]
    """The row that waits."""
    clerk: Clerk
    make: Callable[[], str]
    """Ask for it; the address of the page."""
    swap: Callable[[], object]
    """Put something else there."""
    button: str
    """How the words of the button begin."""
    count: Callable[[], int]
    """How often it was decided."""
    new: str = OTHER
    """What the page shows after that."""
    typed: dict[str, str] = field(default_factory=dict)


def another_translation() -> None:
    """What waited is withdrawn, and Paolo proposes other words."""
    Proposal.objects.filter(target="help.en").update(outcome="withdrawn")
    asked = Proposal.objects.get(target="help.en")
    draft = texts.Draft(
        body=f"{asked.change['body']} {OTHER}", note="Più chiaro", starts=None, seen=texts.seen("help.en")
    )
    proposing.propose(texts.next_version("help.en"), draft, by=hire(PAOLO), now=timezone.now())


def translations() -> str:
    proposing.propose_drafts("en", by=hire(PAOLO), now=timezone.now())
    return proposing.language_page("en")


def of_a_topic() -> str:
    return page_of(TOPIC.ask(str(topic().pk), {"name": "Strade"}, by=hire(PAOLO), now=timezone.now()))


def of_an_account(page: str) -> Callable[[], str]:
    """Sara has asked for a group of Marta's; it can be given on two pages."""

    def make() -> str:
        marta = newcomer()
        number = {"auth_user": marta.pk, "accounts_accountchange": AccountChange.objects.get().pk}[page]
        return reverse(f"admin:{page}_change", args=[number])

    return make


def renamed() -> None:
    marta = User.objects.get(username="marta")
    people.rename(marta, first_name="Parole", last_name=OTHER[7:], by=hire(SARA), now=timezone.now())


def of_a_period(button: str, make: Callable[..., ElectoralPeriod]) -> Callable[[], str]:
    """A period that ends on 17 January, or a week later by its run-off."""

    def made() -> str:
        run_off = {"run_off_starts_at": rome(2027, 1, 24, 7), "run_off_ends_at": rome(2027, 1, 24, 23)}
        period = make(ends_at=rome(2027, 1, 17, 23), **run_off)
        return reverse(f"admin:elections_electoralperiod_{button}", args=[period.pk])

    return made


def save_of_a_period(button: str, **typed) -> None:
    """Simona decides meanwhile."""
    page = reverse(f"admin:elections_electoralperiod_{button}", args=[ElectoralPeriod.objects.get().pk])
    desk = at_desk(SIMONA)
    press(desk, desk.get(page), "Salva", **typed)


def settled() -> None:
    save_of_a_period("run-off", is_held="False")


def ordered() -> None:
    save_of_a_period("acts", standing_order_number="7/2026", standing_order_date="2026-11-09")


def rewritten() -> None:
    period = ElectoralPeriod.objects.get()
    period.name = OTHER
    periods.write(period, by=hire(GIULIA), now=timezone.now())


def of_an_export() -> str:
    subscribe(ANNA)
    asked = {"requested_by": hire(VERA), "requested_at": timezone.now(), "reason": "Richiesta del Garante"}
    made = RegisterExport.objects.create(with_numbers=True, total=1, **asked)
    seals.put(Kind.EXPORT, made)
    return reverse("admin:subscribers_registerexport_release", args=[made.pk])


def of_a_list() -> str:
    content, now = table(signed(BRUNO), signed(ELENA)), timezone.now()
    batch = importing.upload(content, file_name="elenco.csv", note="Fiera", by=hire(GIULIA), now=now)
    return reverse("admin:subscribers_importbatch_change", args=[batch.pk])


def of_a_bound() -> str:
    beyond_a_bound()
    return reverse("admin:daily_bounds")


def given_and_used_up() -> None:
    desk = at_desk(VERA)
    press(desk, desk.get(reverse("admin:daily_bounds")), "Concedi")
    beyond_a_bound()


def of_a_message(button: str, **fields) -> Callable[[], str]:
    def make() -> str:
        subscribe(ANNA)
        approve_templates()
        made = campaign(status=CampaignStatus.IN_REVIEW, **fields)
        return reverse(f"admin:broadcasts_campaign_{button}", args=[made.pk])

    return make


def declared_anew() -> str:
    """Giulia takes back what she declared, and declares it for another reason."""
    ElectionDeclaration.objects.filter(outcome="open").update(outcome="withdrawn")
    message = Campaign.objects.first() or campaign(status=CampaignStatus.IN_REVIEW)
    declared(message, now=timezone.now(), reason=f"{OTHER}: {'chi la percorre deve saperlo. ' * 2}")
    return reverse("admin:broadcasts_campaign_authorise", args=[message.pk])


def to_authorise() -> str:
    active(ends_at=timezone.now() + timedelta(days=9), run_off="no")
    return declared_anew()


def to_review() -> str:
    now, urgent = timezone.now(), {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}
    active(standing_order_number="7/2026", ends_at=now + timedelta(days=9), run_off="no")
    message = campaign(status=CampaignStatus.IN_REVIEW, **urgent)
    authorised(message, now=now, category="emergency")
    return reverse("admin:broadcasts_campaign_uphold", args=[message.pk])


def decided(model: type[Model], *outcomes: str) -> Callable[[], int]:
    return lambda: model.objects.filter(outcome__in=outcomes).count()


def state(name: str) -> Callable[[], int]:
    return lambda: ElectoralPeriod.objects.exclude(**{f"{name}__isnull": True}).count()


def in_place(model: type[Model], **fields) -> Callable[[], object]:
    """Change the rows that wait, as the service itself would."""

    def change() -> None:
        model.objects.update(**fields)
        for row in model.objects.all() if model in SEALS else ():
            seals.put(SEALS[model], row)

    return change


TEXTS, CHANGES = decided(Proposal, "approved"), decided(AccountChange, "approved")
PAGES = {
    "translations together": Page(Proposal, PIA, translations, another_translation, "Li ho letti", TEXTS),
    "topic": Page(
        Proposal,
        PIA,
        of_a_topic,
        in_place(Proposal, change={"description": OTHER}),
        "Approva",
        decided(Proposal, "approved"),
    ),
    "account": Page(
        AccountChange, VERA, of_an_account("accounts_accountchange"), renamed, "Approva", CHANGES
    ),
    "account refused": Page(
        AccountChange,
        VERA,
        of_an_account("accounts_accountchange"),
        in_place(AccountChange, reason=OTHER),
        "Rifiuta",
        decided(AccountChange, "refused"),
    ),
    "account on the person's page": Page(
        AccountChange, VERA, of_an_account("auth_user"), renamed, "Conferma", CHANGES
    ),
    "period activated": Page(
        ElectoralPeriod,
        SILVIA,
        of_a_period("activate", written),
        rewritten,
        "Attiva",
        state("activated_by"),
    ),
    "run-off": Page(
        ElectoralPeriod,
        MARIO,
        of_a_period("run-off", active),
        ordered,
        "Salva",
        state("settled_by"),
        new="C'è il ballottaggio?",
        typed={"is_held": "False"},
    ),
    "acts of a period": Page(
        ElectoralPeriod,
        MARIO,
        of_a_period("acts", active),
        settled,
        "Salva",
        state("standing_order_by"),
        new="fino a domenica 17 gennaio 2027",
        typed={"standing_order_number": "8/2026", "standing_order_date": "2026-11-09"},
    ),
    "period annulled": Page(
        ElectoralPeriod,
        MARIO,
        of_a_period("annul", active),
        settled,
        "Annulla",
        state("annulled_by"),
        new="fino a domenica 17 gennaio 2027",
        typed={"reason": "Rinviate"},
    ),
    "export with numbers": Page(
        RegisterExport,
        ROSA,
        of_an_export,
        in_place(RegisterExport, reason=OTHER),
        "Autorizza",
        RegisterExport.objects.exclude(released_by=None).count,
    ),
    "list of paper forms": Page(
        ImportBatch,
        PAOLO,
        of_a_list,
        lambda: importing.forget({ImportRow.objects.first().pseudonym}, now=timezone.now()),
        "Conferma",
        ImportBatch.objects.filter(status="confirmed").count,
        new="al massimo <strong>1 persona",
        typed={"compared": "on"},
    ),
    "bound of a day": Page(
        TrailRecord,
        ROSA,
        of_a_bound,
        given_and_used_up,
        "Concedi",
        TrailRecord.objects.filter(event="bound_released", by_name="rosa").count,
        new="già 20 oggi",
    ),
    "message": Page(
        Campaign,
        PAOLO,
        of_a_message("launch"),
        in_place(Campaign, body=OTHER),
        "Approva",
        Campaign.objects.exclude(approved_by=None).count,
    ),
    "message sent back": Page(
        Campaign,
        PAOLO,
        of_a_message("launch"),
        in_place(Campaign, body=OTHER),
        "Rimanda",
        Campaign.objects.filter(status="draft").count,
        typed={"note": "Più breve"},
    ),
    "message at the planned moment": Page(
        Campaign,
        PAOLO,
        of_a_message("launch", scheduled_for=rome(2027, 3, 12, 10)),
        in_place(Campaign, scheduled_for=rome(2027, 3, 13, 10)),
        "Approva",
        Campaign.objects.exclude(approved_by=None).count,
        new="13 marzo 2027 alle 10:00",
    ),
    "authorisation": Page(
        ElectionDeclaration,
        SILVIA,
        to_authorise,
        declared_anew,
        "Autorizza",
        decided(ElectionDeclaration, "authorised"),
    ),
    "emergency reviewed": Page(
        ElectionDeclaration,
        SIMONA,
        to_review,
        in_place(Campaign, body=OTHER),
        "Conferma",
        ElectionDeclaration.objects.exclude(reviewed_by=None).count,
        typed={"note": "Serviva"},
    ),
}
BY_ONE = {
    RightsRequest: "a citizen asks, one colleague answers",
    StaffNotice: "somebody is told, and another ends it",
    Invitation: "one colleague sends it",
    Budget: "the row never changes: the page that confirms it shows all of it",
    Price: "the same",
    Amendment: "made of a correction that two decided on",
    SystemToken: "one colleague makes it, one revokes it",
}
"""Rows that name two colleagues, and wait for no second person → why."""


def press(desk: Client, page: HttpResponse, words: str, **typed):
    """Press the button of a page, as it is on the screen, whose words begin so; what follows."""
    html, asked = lxml.html.fromstring(page.text), page.request
    found = html.xpath("//form//button | //form//input[@type='submit'] | //button[@form]")
    button = next(one for one in found if (one.text_content().strip() or one.get("value")).startswith(words))
    own = button.get("form")
    form = html.get_element_by_id(own) if own else button.xpath("ancestor::form")[0]
    here = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}"
    address = button.get("formaction") or form.get("action") or here
    fields = {**dict(form.form_values()), button.get("name") or "": button.get("value") or "", **typed}
    return desk.post(address, fields, follow=True)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_was_not_read_is_not_decided(page: Page):
    desk = at_desk(page.clerk)
    on_the_screen = desk.get(page.make())
    page.swap()
    before = page.count()
    after = press(desk, on_the_screen, page.button, **page.typed)
    assert page.count() == before, "decided on what nobody read"
    assert as_read.CHANGED in after.text
    assert page.new in unescape(after.text)
    press(desk, after, page.button, **page.typed)
    assert page.count() > before


def test_every_row_that_two_people_write_is_here():
    """Who asks and who decides are two columns of such a row."""
    ours = [model for model in apps.get_models() if sum(map(_is_of_staff, model._meta.concrete_fields)) > 1]
    assert {model.__name__ for model in ours} == {
        model.__name__ for model in {page.of for page in PAGES.values()} - {TrailRecord} | BY_ONE.keys()
    }


def _is_of_staff(column) -> bool:
    return column.is_relation and column.related_model is User
