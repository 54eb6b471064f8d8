"""A believable newsroom, made through the very functions that the service uses.

Nobody in it exists: the subscribers' numbers are +39 320 0000 001 to 500, a block that no operator hands out.
"""

import os
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from broadcasts import launching
from broadcasts.content import audience
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.models.office import current_calendar
from broadcasts.reporting import progress_counts
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending.account.samples import FILES, sample
from broadcasts.slices.costs import billed_counts
from broadcasts.slices.costs.models import Price
from broadcasts.slices.elections import periods
from broadcasts.slices.elections.in_words import midnight
from broadcasts.slices.outlets import answers
from broadcasts.slices.outlets.models import PressAddress
from broadcasts.slices.outlets.registry import choices
from broadcasts.steps import transitions
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import at_clock, day_of, in_a_sentence
from cascina_whatsapp.privacy import retention, rights
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.web.sources.models import Source
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent
from subscribers.models import Subscriber, Topic
from subscribers.register import sealing, verification

from . import amended
from .database import discard_other_version
from .people import PASSWORD, STAFF, SUBSCRIBERS

OTHER_VERSION = "I dati di prova erano di un'altra versione del programma: sono rifatti da capo.\n  "
LINK = "https://www.comune.cascina.pi.it/"

PRESS = (
    ("La voce di Cascina", PressAddress.Kind.PRESS, "redazione@voce.example"),
    ("Redazione del sito del Comune", PressAddress.Kind.SITE, "sito@comune.example"),
)

# kind, topics, title, text
DRAFT = (
    "text",
    "Servizi e scadenze",
    "Anagrafe aperta il sabato",
    "Da sabato 5 dicembre l'ufficio Anagrafe apre anche il sabato, dalle 9 alle 12, su appuntamento.",
)
IN_REVIEW = (
    "image",
    "Attività del Comune, Eventi e cultura",
    "Letture in biblioteca",
    "Sabato 12 dicembre alle 16:30, in Biblioteca, letture ad alta voce per tutte le età. Ingresso libero.",
)
PICTURE_TEXT = (
    "Una fila di libri, e le parole «Letture in biblioteca, sabato 12 dicembre alle 16:30, ingresso libero»."
)
PAUSED = (
    "text",
    "Attività del Comune",
    "Consiglio comunale in diretta",
    "Giovedì 3 dicembre alle 17:30 si riunisce il Consiglio comunale. Puoi seguirlo in diretta dal sito.",
)
SCHEDULED = (
    "text",
    "Servizi e scadenze",
    "Saldo IMU: scadenza 16 dicembre",
    "Il saldo IMU si paga entro mercoledì 16 dicembre 2026. Sul sito trovi aliquote, calcolo e modelli.",
)
SENT = (
    "document",
    "Viabilità e cantieri",
    "Via Tosco Romagnola: lavori",
    "Da lunedì 7 a venerdì 11 dicembre, dalle 8 alle 18, via Tosco Romagnola è chiusa. Nel PDF le deviazioni.",
)
CANCELLED = (
    "text",
    "Eventi e cultura",
    "Mercatino in piazza",
    "Domenica 6 dicembre, dalle 9 alle 19, mercatino dell'artigianato in corso Matteotti.",
)


def prepare() -> str:
    """Make the demo's database and what is in it, unless that is there; the sentences for whoever starts it.

    Raises NotTheDemos.
    """
    is_new = discard_other_version(Path(os.environ["VAR_DIR"]), set(STAFF))
    call_command("migrate", verbosity=0)
    now = timezone.now()
    with transaction.atomic():
        if not Subscriber.objects.exists():
            invent(now)
        follow_the_site()
    return (OTHER_VERSION if is_new else "") + when_messages_leave(now)


def invent(now: datetime) -> None:
    """Invent the demo's data, step by step."""
    staff = hire_staff()
    let_people_join(now)
    look_after_the_register(now)
    write_campaigns(staff, now)
    write_a_period(staff["segretario"], now)
    write_a_rate()
    count_what_was_sent(now)


def hire_staff() -> dict[str, User]:
    """One account for each group."""
    staff = {}
    for username, (group, first, last) in STAFF.items():
        user = User.objects.create_user(
            username, password=PASSWORD, first_name=first, last_name=last, is_staff=True
        )
        user.groups.add(Group.objects.get(name=group))
        for kind in (seals.Kind.ACCOUNT, seals.Kind.PASSWORD):
            seals.put(kind, user)
        staff[username] = user
    return staff


def let_people_join(now: datetime) -> None:
    """Let five hundred citizens join over the last ninety days; some choose topics, some leave again."""
    topics = list(Topic.objects.all())
    for number in range(1, SUBSCRIBERS + 21):
        person = Person(phone=f"+393200000{number:03}")
        joined = now - timedelta(days=90 * (1 - number / (SUBSCRIBERS + 21)), hours=2)
        consent.opt_in(person, _evidence(joined, "Iscrizione", number), now=joined)
        if number > SUBSCRIBERS:
            left = joined + timedelta(hours=1)
            consent.opt_out(person, _evidence(left, "Cancellazione", -number), now=left)
        elif number % 7 == 0:
            chosen = topics[: 1 + number % 4]
            later = joined + timedelta(minutes=3)
            consent.follow(person, chosen, _evidence(later, "", 10_000 + number), now=later)


def look_after_the_register(now: datetime) -> None:
    """Run what happens every night, so that the pages have something to say; and open a citizen's request."""
    sealing.seal(now)
    verification.check(now)
    retention.run(now)
    left = Subscriber.objects.filter(status=Subscriber.Status.LEFT).first()
    rights.open_request(
        RightsRequest.Kind.ERASURE, channel=RightsRequest.Channel.DESK, subscriber=left, now=now
    )


def write_campaigns(staff: dict[str, User], now: datetime) -> None:
    """Write one broadcast in each state, a real image and a real PDF among them."""
    author, approver = staff["redazione"], staff["approva"]
    _write(DRAFT, author)
    for name, kind, address in PRESS:
        PressAddress.objects.create(name=name, kind=kind, address=address)
    everywhere = [key for key, _ in choices()[1:]]
    asked = _write(IN_REVIEW, author, by_whatsapp=False, outlets=everywhere)  # an event rings no telephone
    launching.ask_review(campaign=asked, by=author, now=now)
    _approve(_write(SCHEDULED, author, outlets=everywhere), approver, now, at=now + timedelta(days=3))
    paused = _approve(_write(PAUSED, author), approver, now, at=now + timedelta(days=1))
    launching.pause(campaign=paused, by=approver, now=now, reason="In attesa dell'orario definitivo")
    cancelled = _approve(_write(CANCELLED, author), approver, now, at=now + timedelta(days=2))
    launching.cancel(campaign=cancelled, by=approver, now=now, reason="Rinviato per maltempo")
    sent, withdrawn = (
        _already_sent(_approve(_write(text, author), approver, now - timedelta(days=1)), now)
        for text in (SENT, amended.WITHDRAWN)
    )
    amended.correct(sent, author=author, approver=approver, now=now)
    amended.withdraw(withdrawn, approver=approver, now=now)


def write_a_period(author: User, now: datetime) -> None:
    """An election to come that nobody has called, as a draft: it stops nothing."""
    called = midnight(day_of(now) + timedelta(days=60))
    period = ElectoralPeriod(
        name="Elezioni comunali (inventate)",
        kind=ElectoralPeriod.Kind.MUNICIPAL,
        act_kind="decreto del Prefetto (inventato)",
        act_number="0",
        act_date=day_of(now),
        act_link="https://prefettura.example/decreto",
        starts_at=called,
        ends_at=called + timedelta(days=46, hours=15),
        run_off_starts_at=called + timedelta(days=59, hours=7),
        run_off_ends_at=called + timedelta(days=60, hours=15),
        warning_from=day_of(called - timedelta(days=30)),
    )
    periods.write(period, by=author, now=now)


def write_a_rate() -> None:
    """Invent a rate of exchange beside the first prices, so that sums are told in euros."""
    Price.objects.update(dollars_per_euro=Decimal("1.10"))


def count_what_was_sent(now: datetime) -> None:
    """Count what the clock counts every few seconds or minutes: no page shows a zero beside what arrived."""
    progress_counts.refresh_over(now, over_since=now - timedelta(days=2))
    billed_counts.tally(now, now - timedelta(days=2))


def follow_the_site() -> None:
    """Follow the town's site: the first reading remembers what is there, what is new becomes a draft."""
    address = f"{settings.WHATSAPP_API_URL}/comune/feed.xml"
    source, is_new = Source.objects.get_or_create(name="sito del Comune", defaults={"address": address})
    if not is_new and source.address != address:
        source.address = address
        source.save(update_fields=["address"])


def when_messages_leave(now: datetime) -> str:
    """Say in Italian what an approver will see: a message leaves only while the office is open."""
    calendar = current_calendar()
    if closes := calendar.closing(now):
        return (
            f"L'ufficio è aperto fino {at_clock(closes)}: un messaggio approvato aspetta un minuto, se mai si "
            "cambiasse idea, e parte."
        )
    opens = calendar.next_opening(now)
    leaves = in_a_sentence(opens, now) if opens else "quando ci saranno degli orari"
    return (
        f"L'ufficio adesso è chiuso: quello che si approva parte {leaves}. Per vederlo partire\n  subito si "
        "scrive un messaggio urgente. Orari più larghi, anche di domenica, valgono dalla prossima apertura."
    )


def _evidence(at: datetime, words: str, number: int) -> consent.Evidence:
    return consent.Evidence(
        at=at,
        channel=consent.Channel.KEYWORD if words else consent.Channel.BUTTON,
        message_id=f"wamid.demo{number}",
        words=words,
        rule="announced-word" if words else "button-topic",
    )


def _write(text: tuple[str, str, str, str], author: User, **where: Any) -> Campaign:
    kind, topics, title, body = text
    campaign = Campaign(kind=kind, title=title, body=body, link=LINK, author=author, **where)
    if kind in FILES:
        content, name, _ = sample(kind)
        campaign.attachment.save(name, ContentFile(content), save=False)
        campaign.picture_text = PICTURE_TEXT if kind == "image" else ""
    campaign.save()
    campaign.topics.set(Topic.objects.filter(name__in=topics.split(", ")))
    return campaign


def _approve(campaign: Campaign, by: User, now: datetime, at: datetime | None = None) -> Campaign:
    """Approve on paper: the templates are not at the simulator yet, so `launch` would refuse."""
    Campaign.objects.filter(pk=campaign.pk).move(
        CampaignStatus.APPROVED,
        approved_by=by,
        approved_at=now,
        scheduled_for=at or now,
        approved_hash=fingerprint_of(campaign),
    )
    transitions.record_event(
        campaign, CampaignEvent.Step.APPROVED, by, now, fingerprint=fingerprint_of(campaign)
    )
    campaign.refresh_from_db()
    seals.put(seals.Kind.APPROVAL, campaign)
    return campaign


def _already_sent(campaign: Campaign, now: datetime) -> Campaign:
    """Make yesterday's broadcast, with the receipts that it would have had."""
    started = now - timedelta(days=1)
    finished = started + timedelta(minutes=1)
    audience.snapshot(campaign)
    for position, delivery in enumerate(campaign.deliveries.order_by("pk")):
        _receive(delivery, position, started + timedelta(seconds=position / 80))
    Campaign.objects.filter(pk=campaign.pk).update(
        status=CampaignStatus.SENT,
        created_at=started - timedelta(hours=1),
        started_at=started,
        finished_at=finished,
    )
    answers.queue(campaign)
    for what, at in ((CampaignEvent.Step.STARTED, started), (CampaignEvent.Step.FINISHED, finished)):
        CampaignEvent.objects.create(campaign=campaign, what=what, at=at)
    return campaign


def _receive(delivery: Delivery, position: int, at: datetime) -> None:
    delivery.attempts, delivery.claimed_at, delivery.outside_window = 1, at, True
    if position % 41 == 0:
        delivery.status, delivery.error_code = DeliveryStatus.FAILED, 131026
        delivery.reason = "Il numero non ha WhatsApp, o ha una versione troppo vecchia"
    else:
        delivery.status = DeliveryStatus.READ if position % 3 else DeliveryStatus.DELIVERED
        delivery.accepted_at = delivery.sent_at = delivery.delivered_at = at
        delivery.read_at = at + timedelta(minutes=5) if position % 3 else None
    delivery.save()
