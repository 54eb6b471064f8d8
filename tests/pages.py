"""Every page of the admin, found by its addresses and not by a list: what nobody thought of is there too."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from broadcasts.apps import SLICES
from broadcasts.models import Campaign, CampaignEvent, NumberStatus, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CAMPAIGN_LABELS, CampaignStatus, DeliveryStatus
from broadcasts.sending.account.samples import sample
from broadcasts.slices.costs import review
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.accounts import daily_bounds, invitations
from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.presentation.guide.chapters import CHAPTERS
from cascina_whatsapp.privacy import erasure
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.web.public_site import amending
from cascina_whatsapp.web.public_site.wording import Message
from cascina_whatsapp.web.sources.models import Source
from subscribers.models import (
    ImportBatch,
    ImportRow,
    RegisterExport,
    ServiceText,
    Subscriber,
)
from subscribers.texts.topic_changes import TOPIC
from tests.accounts.colleagues import employ, enters, newcomer
from tests.architecture.test_admin_pages import something_of_everything
from tests.builders import NOW, campaign, choose, hire, subscribe, supersede, topic, under_way
from tests.people import ANNA, BRUNO, ELENA, GIULIA, PAOLO, Clerk
from tests.privacy.requests import ask
from tests.reading import having_read
from tests.staff import SARA, SIMONA, STAFF, VERA, at_desk, found_by

NO_PAGES = {
    "admin:autocomplete": "answers a script; no field of ours asks",
    "admin:jsi18n": "words of Django's scripts",
    "admin:login": "for strangers",
    "admin:logout": "a button",
    "admin:second_factor": "for who has typed the password: tests/browser/test_signing_in.py",
    "admin:factor_remove": "a button",
    "admin:single_sign_on": "leads to the Comune's identity provider",
    "admin:single_sign_on_return": "where that leads back to",
    "admin:passkey_begin": "a script's",
    "admin:passkey_complete": "a script's",
    "admin:passkey_add_begin": "a script's",
    "admin:passkey_add_complete": "a script's",
    "admin:moment": "part of the home page",
    "admin:view_on_site": "nothing of ours has a page outside",
    "admin:app_list": "leads to the home page",
    "admin:broadcasts_trialnumber_code": "a button",
    "admin:broadcasts_trialnumber_share": "a button",
    "admin:broadcasts_trialnumber_state": "part of a number's page",
    "admin:broadcasts_campaign_trials": "part of a message's page",
    "admin:broadcasts_campaign_throw_away": "a button",
    "admin:broadcasts_campaign_put_back": "a button",
    "admin:subscribers_consentrecord_story": "leads to the person's history",
    "admin:subscribers_subscriber_change": "leads to the person's page",
    "admin:posters_file": "a file",
    "admin:guide_picture": "a picture",
    "admin:broadcasts_price_changelist": "leads to the page of the costs",
    "admin:broadcasts_campaign_pause": "a button",
    "admin:broadcasts_campaign_withdraw-request": "a button",
    "admin:broadcasts_campaign_cancel": "a button",
    "admin:broadcasts_campaign_revise": "a button",
    "admin:broadcasts_campaign_take-back": "a button",
    "admin:auth_user_remind": "a button",
    "admin:privacy_rightsrequest_close": "a button",
    "admin:privacy_rightsrequest_sent": "a button",
    **{
        f"admin:privacy_rightsrequest_{name}": "a button"
        for name in ("identify", "invitations", "remove", "limit", "lift")
    },
    "admin:subscribers_importbatch_confirm": "a button",
    "admin:subscribers_importbatch_refuse": "a button",
    "admin:broadcasts_campaign_pause-reason": "a button",
    "admin:broadcasts_campaign_not-authorise": "the other answer of a page",
    "admin:broadcasts_campaign_contest": "the other answer of a page",
    "admin:elections_officeholder_changelist": "leads to the page on which the names stand",
    "admin:password_change_done": "after a form",
}
"""Name of an address → why it is no page."""
NO_PUBLIC_PAGES = {
    "invitation_link": "leads to the invitation without its secret",
    "whatsapp": "the webhook of Meta",
    "healthz": "a word for the watchers",
    "readyz": "a word for the watchers",
    "metrics": "figures for the watchers",
    "public_code": "a picture",
    "public_card": "a file",
    "public_file": "a file",
    "public_cap_index": "for services that gather alerts",
    "public_cap_file": "for services that gather alerts",
    "public_feed": "for programs that follow the messages",
    "public_feed_topic": "for programs that follow the messages",
    "public_poster": "a file",
    "public_picture": "a picture",
    "public_archive_month_sheet": "as the month's first page",
    "public_archive_topic_month_sheet": "as the month of all topics",
    "public_message_short": "leads to the message",
    "public_archive_topic_month": "as the month of all topics",
    "api_messages": "JSON for programs",
    "api_message": "JSON for programs",
    "api_drafts": "takes JSON from programs",
    "api_draft": "JSON for programs",
    "api_description": "JSON for programs",
    "api_nothing": "no page, as programs read it",
    "robots_txt": "a text for search engines",
    "sitemap": "a list for search engines",
    "security_txt": "a text for who finds a hole, where the settings name a contact",
}
"""The same, outside of the admin."""
NO_PAGES_ENDING = {
    "pdf": "a file",
    "attachment": "a file",
    "thumbnail": "a picture",
    "download": "a file",
    "sample": "a file",
    "data": "a file",
    "text": "a file",
    "autosave": "a script's",
    "preview": "a script's",
    "csv": "a file",
    "xlsx": "a file",
    "case-file": "a file",
}
ROWS_AT_MOST = 20
"""Of one kind: somewhere among them is one in the state that a page wants."""


@dataclass
class Page:
    """One address, as each clerk who may see it found it."""

    name: str
    paths: dict[Clerk, str] = field(default_factory=dict)
    texts: dict[Clerk, str] = field(default_factory=dict)
    is_button: bool = False
    """Whether it only takes posts: a button of another page."""


def everything() -> None:
    """A town hall in full swing: something behind every page, and a broadcast in every state."""
    something_of_everything()
    subscribe(BRUNO)
    choose(ANNA, topic())
    picture = sample("image")[0]
    campaign(kind="image", attachment=picture)
    for status in CampaignStatus:
        title = f"Via Roma chiusa ({CAMPAIGN_LABELS[status]})"
        campaign(status=status, title=title, scheduled_for=NOW, approved_at=NOW, started_at=NOW)
    _troubles()
    _waiting_costs()
    TOPIC.ask("", {"name": "Scuole", "position": 9}, by=hire(PAOLO), now=timezone.now())
    if "broadcasts.slices.elections" in SLICES:
        _declared()
    _staff()
    _listed()
    notice = supersede("privacy_notice", "Informativa, più breve.")
    texts = {"notice": notice, "wording": ServiceText.objects.get(key="notice_changed"), "as_of": NOW}
    campaign(purpose="notice_changed", title="Cambia l'informativa", author=None, **texts)
    pause = {"wording": ServiceText.objects.get(key="service_paused"), "details": {"dal": "2026-08-08"}}
    campaign(purpose="service_paused", title="Sospensione del servizio", **pause)
    campaign(title="Da leggere", status=CampaignStatus.IN_REVIEW)
    by_hand = campaign(
        title="Nel canale",
        status=CampaignStatus.SENT,
        started_at=timezone.now(),
        is_urgent=True,
        urgent_reason="Piena dell'Arno",
        outlets=["whatsapp_channel"],
    )
    record_event(by_hand, CampaignEvent.Step.STARTED, None, NOW)
    unsure = under_way(title="Esiti incerti", kind="image", attachment=picture)
    unsure.deliveries.update(status=DeliveryStatus.UNCERTAIN)
    beyond_a_bound()
    RegisterExport.objects.create(
        with_numbers=True, reason="Richiesta del Garante", requested_by=hire(VERA), requested_at=NOW
    )
    closed = ask(of=subscribe(ELENA), now=timezone.now())
    erasure.erase(closed, by=hire(VERA), now=timezone.now())
    ask(RightsRequest.Kind.ACCESS, of=Subscriber.objects.first(), now=timezone.now())
    latest = ServiceText.objects.filter(key="help").latest("version")
    ServiceText.objects.create(
        key="help", version=latest.version + 1, body=latest.body, in_force_from=NOW.replace(year=2099)
    )


def beyond_a_bound() -> None:
    """Giulia has removed as many people today as she may, and tried once more."""
    with suppress(daily_bounds.BeyondBound):
        while True:
            with daily_bounds.bounded():
                daily_bounds.take(daily_bounds.REMOVAL, by=hire(GIULIA), now=timezone.now())


def _declared() -> None:
    """A period that is still to come; for it a broadcast waits to be authorised, and an emergency to be reviewed."""
    from broadcasts.slices.elections import declaring
    from tests.broadcasts.elections.declarations import declared
    from tests.broadcasts.elections.periods import active

    now = timezone.now()
    active(name="Elezioni di giugno")
    active(
        name="Referendum",
        standing_order_number="7/2026",
        starts_at=now + timedelta(days=30),
        ends_at=now + timedelta(days=60),
        run_off="no",
    )
    declared(campaign(title="Scuole chiuse", status=CampaignStatus.IN_REVIEW), now=now)
    urgent = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}
    flood = declared(
        campaign(title="Argine chiuso", status=CampaignStatus.IN_REVIEW, **urgent),
        now=now,
        category="emergency",
    )
    declaring.authorise(flood, by=hire(SIMONA), now=now)


def _staff() -> None:
    """A colleague who is invited, one whose account is closed, and one who is signed in elsewhere as well."""
    invitations.invite(employ(Clerk("nora", "Redattore")), by=hire(SARA), now=timezone.now())
    User.objects.filter(pk=hire(Clerk("carlo", "Redattore")).pk).update(is_active=False)
    at_desk(GIULIA).get(reverse("admin:index"))


def _listed() -> None:
    """Somebody on a list that waits for its confirmation."""
    person = {"phone": ELENA.phone, "agreed_at": NOW, "channel": "paper", "reference": "Modulo 12"}
    ImportRow.objects.create(batch=ImportBatch.objects.latest("pk"), **person)


def _troubles() -> None:
    """Broadcasts and an account that a clerk is warned of."""
    campaign(title="VIA ROMA", body="VIA ROMA\nCHIUSA.", link="https://example.org/", is_urgent=True)
    campaign(
        title="Piena",
        status=CampaignStatus.IN_REVIEW,
        is_urgent=True,
        urgent_reason="Piena dell'Arno",
        scheduled_for=NOW,
    )
    campaign(
        title="In ritardo",
        status=CampaignStatus.PAUSED,
        scheduled_for=NOW,
        pause_reason="Non è partito in tempo",
    )
    refused = campaign(title="Due paragrafi", body="Primo paragrafo.\n\nSecondo paragrafo.")
    review.ask(campaign=refused, by=hire(GIULIA), now=NOW)
    WhatsAppTemplate.objects.exclude(fingerprint="").update(status="REJECTED", reason="PROMOTIONAL")
    WhatsAppTemplate.objects.filter(name=standard_templates.NAMES["text"]).update(
        status="REJECTED", reason="SCAM"
    )
    NumberStatus.objects.update(
        tier="TIER_250", daily_limit=250, quality="RED", refused_at=NOW, refusal_code=190
    )


def _waiting_costs() -> None:
    """A limit and a price that a second person has to confirm: only then they have a page."""
    written = {"valid_from": NOW.date().replace(day=1), "waits": True, "set_by": hire(SARA)}
    Budget.objects.create(amount=1, blocks=True, note="Meno messaggi", set_at=NOW, **written)
    Price.objects.create(category="utility", amount="0.5", source="Listino di luglio", **written)


def in_other_states() -> list[str]:
    """Pages in states that no page of the walk is in.

    What Paolo reads where WhatsApp keeps a part, said no more, or somebody stopped it; Giulia, where her words invite
    and have a new line; and Sara, of a page that announces more than one feed, and of a colleague without a second
    person.
    """
    texts = []
    for status in (DeliveryStatus.HELD, DeliveryStatus.EXPIRED):
        made = under_way(title="Vento forte")
        made.deliveries.update(status=status)
        texts.append(at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_change", args=[made.pk])).text)
    Campaign.objects.filter(pk=made.pk).update(status=CampaignStatus.PAUSED)
    texts.append(at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_change", args=[made.pk])).text)
    written = campaign(
        title="Mostra", body="Alla mostra vi aspettiamo: da non perdere.\nIngresso gratis, sconto."
    )
    texts.append(at_desk(GIULIA).get(reverse("admin:broadcasts_campaign_change", args=[written.pk])).text)
    page, feeds = "https://www.comune.cascina.pi.it/novita", ("rss", "eventi.ics")
    found = [{"address": f"{page}/{name}", "name": name} for name in feeds]
    source = Source.objects.create(name="novità", address=page, offered=found)
    enters(waits := newcomer())
    seen = [("sources_source", source.pk), ("auth_user", waits.pk)]
    desk = at_desk(SARA)
    return [*texts, *(desk.get(reverse(f"admin:{name}_change", args=[pk])).text for name, pk in seen)]


def public_pages() -> list[str]:
    """The path of every page that anyone may read; of the versions of a text, the latest."""
    found = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)]
    latest = ServiceText.objects.filter(key="privacy_notice").latest("version").version
    today = timezone.localdate()
    own = {
        "public_archive_month": [[today.year, today.month]],
        "public_archive_topic": [[slugify(topic().name)]],
        "public_message": _messages(),
    }
    return [
        reverse(pattern.name, args=arguments)
        for pattern in found
        if pattern.name not in NO_PUBLIC_PAGES
        for arguments in own.get(pattern.name, [[latest] * pattern.pattern.regex.groups])
    ]


def _messages() -> list[list]:
    """What the addresses of published messages are made of: as sent, with a picture, corrected, withdrawn."""
    now = timezone.now()
    picture = {"kind": "image", "attachment": _heavy(), "attachment_facts": {"width": 600, "height": 400}}
    sent = {"status": CampaignStatus.SENT, "started_at": now, "approved_at": now, "finished_at": now}
    made = [
        campaign(title=title, **sent, **more)
        for title, more in (
            ("Come mandato", {}),
            ("Con immagine", picture),
            ("Corretto", {}),
            ("Ritirato", {}),
        )
    ]
    words = amending.Words("L'ora era sbagliata.", "Corretto", "Via Roma è chiusa dalle 6.")
    having_read(
        amending.CORRECTION.approve,
        amending.propose(made[2], words, by=hire(GIULIA), now=now),
        by=hire(PAOLO),
        now=now,
    )
    amending.withdraw(made[3], amending.REASONS[0], by=hire(PAOLO), now=now)
    published = Campaign.objects.filter(pk__in=[one.pk for one in made])
    return [[one.pk, Message(one, now).slug] for one in published]


def _heavy() -> bytes:
    """A picture that nothing makes lighter but fewer pixels and a worse likeness."""
    noise = Image.frombytes("RGB", (600, 400), random.Random(1).randbytes(600 * 400 * 3))
    noise.save(encoded := BytesIO(), "PNG")
    return encoded.getvalue()


def is_page(name: str) -> bool:
    """Whether the address of this name is meant to show a whole page."""
    return (
        name not in NO_PAGES
        and name not in _listed_elsewhere()
        and name.rpartition("_")[2] not in NO_PAGES_ENDING
    )


def _listed_elsewhere() -> set[str]:
    """The names of lists that lead to the page on which their rows are."""
    found = [admin.site.get_model_admin(model).opts for model in admin.site._registry]
    listed = {opts: getattr(admin.site.get_model_admin(opts.model), "listed_on", "") for opts in found}
    return {f"admin:{opts.app_label}_{opts.model_name}_changelist" for opts, page in listed.items() if page}


def names() -> Iterator[tuple[str, list[str]]]:
    """Each name of the admin's addresses, with the names of its arguments."""
    yield from _named(admin.site.get_urls(), [])


def every_page(staff: tuple[Clerk, ...] = STAFF, *, readers: int = len(STAFF)) -> list[Page]:
    """What each of `staff` gets at every address: whole pages only, in a row's state that has one.

    So many `readers` of a page are enough: nobody else is sent there.
    """
    desks = {clerk: found_by(at_desk(clerk), *Subscriber.objects.all()) for clerk in staff}
    return [_visit(name, arguments, desks, readers) for name, arguments in names()]


def _named(patterns: list, before: list[str]) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        arguments = [*before, *pattern.pattern.regex.groupindex]
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns, arguments)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"admin:{pattern.name}", arguments


def _visit(name: str, arguments: list[str], desks: dict, readers: int) -> Page:
    page = Page(name)
    if not is_page(name):
        return page
    for clerk, desk in desks.items():
        if len(page.paths) == readers:
            break
        for path in paths(name, arguments):
            response = desk.get(path)
            if response.status_code == 405:  # whichever row
                page.is_button = True
                break
            if response.streaming:  # read to its end, or the file stays open
                b"".join(response.streaming_content)
                continue
            if response.headers.get("Content-Type", "").startswith("text/html") and is_whole(response):
                page.paths[clerk], page.texts[clerk] = path, response.text
                break
    return page


def is_whole(response) -> bool:
    """Whether it shows a page from top to bottom, and no error."""
    return response.status_code == 200 and "<html" in response.text


def paths(name: str, arguments: list[str]) -> Iterator[str]:
    """The paths of an address, of the newest rows that it may be about."""
    if not arguments:
        yield reverse(name)
    elif name == "admin:subscribers_servicetext_language":
        yield reverse(name, args=["en"])
    elif name == "admin:broadcasts_campaign_to_copy":
        for row in Campaign.objects.exclude(publications=None).values_list("pk", "publications"):
            yield reverse(name, args=row)
    elif name == "admin:guide_chapter":
        yield reverse(name, args=[list(CHAPTERS)[-1]])
    else:
        for row in _model_of(name).objects.order_by("-pk")[:ROWS_AT_MOST]:
            yield reverse(name, args=[row.pk])


def _model_of(name: str):
    if name == "admin:subscribers_importbatch_number":  # of one person of a list
        return ImportRow
    if name == "admin:second_person":
        return Proposal
    models = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_": model for model in admin.site._registry
    }
    return next(model for start, model in models.items() if name.startswith(start))
