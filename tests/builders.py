"""What stories are made of: people who joined, clerks, broadcasts, and what Meta tells. Overrides are visible."""

import json
from datetime import UTC, datetime, time, timedelta
from itertools import count

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client

from broadcasts.content import audience
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching.drafts import service_drafts
from broadcasts.models import (
    Campaign,
    CampaignProgress,
    Delivery,
    OfficeHours,
    ServiceMessage,
    WhatsAppTemplate,
)
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending.outcomes import consent_evidence
from cascina_whatsapp import routing
from cascina_whatsapp.routing.ports import build_ports
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.whatsapp.cloud_api import events
from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from subscribers import consent, identity
from subscribers.conversation import inbound
from subscribers.models import ServiceText, Subscriber, Topic, Zone

from .people import GIULIA, Citizen, Clerk, crowd

NOW = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
"""Monday 8 June 2026, 10:00 in Cascina: the office is open until 13:00."""
LONG_AGO = NOW - timedelta(days=100)
ACCOUNT = settings.WHATSAPP_BUSINESS_ACCOUNT_ID
"""Whose webhooks Meta posts to us."""
OF_SERVICE = {"wording", "notice", "as_of", "told", "details"}
OF_PROGRESS = {"counted", "counted_at", "failures", "totals"}
"""What a broadcast has in rows beside its own; `campaign` takes it all alike."""


def subscribe(citizen: Citizen, *, at: datetime = LONG_AGO) -> Subscriber:
    """`citizen` wrote "Iscrizione" at `at`."""
    proof = consent.Evidence(at=at, channel=consent.Channel.KEYWORD, words="Iscrizione", rule="join-word")
    return consent.opt_in(citizen.person, proof, now=at).subscriber


def subscribe_crowd(count: int, *, at: datetime = LONG_AGO) -> list[Citizen]:
    """So many citizens of whom no story is told agreed on paper, and are subscribed together, in a few queries."""
    proof = consent.Evidence(at=at, channel=consent.Channel.PAPER, rule="import")
    citizens = crowd(count)
    consent.enrol([(citizen.person, proof) for citizen in citizens], now=at)
    return citizens


def unsubscribe(citizen: Citizen, *, at: datetime = NOW) -> Subscriber:
    """`citizen` wrote "Cancellazione" at `at`."""
    proof = consent.Evidence(at=at, channel=consent.Channel.KEYWORD, words="Cancellazione", rule="leave-word")
    return consent.opt_out(citizen.person, proof, now=at).subscriber


def choose(citizen: Citizen, *topics: Topic, at: datetime = LONG_AGO) -> Subscriber:
    """`citizen`, who has joined, follows these topics only."""
    proof = consent.Evidence(at=at, channel=consent.Channel.BUTTON, rule="button-topic")
    return consent.follow(citizen.person, list(topics), proof, now=at).subscriber


def choose_zones(citizen: Citizen, *names: str, at: datetime = LONG_AGO) -> Subscriber:
    """`citizen`, who has joined, gets the messages about these zones only."""
    proof = consent.Evidence(at=at, channel=consent.Channel.BUTTON, rule="button-zone")
    zones = list(Zone.objects.filter(name__in=names))
    return consent.choose_zones(citizen.person, zones, proof, now=at).subscriber


def topic(name: str = "Viabilità e cantieri") -> Topic:
    """One of the topics of the announcement."""
    return Topic.objects.get(name=name)


def zone(name: str = "Navacchio") -> Zone:
    """One of the frazioni."""
    return Zone.objects.get(name=name)


def supersede(key: str, body: str) -> ServiceText:
    """A new version of the text `key`, in force for all the stories' days."""
    latest = ServiceText.objects.filter(key=key).latest("version")
    return ServiceText.objects.create(
        key=key, version=latest.version + 1, body=body, in_force_from=latest.in_force_from
    )


def hire(clerk: Clerk) -> User:
    """The account of `clerk`, in the group that the town hall gave them."""
    user, new = User.objects.get_or_create(username=clerk.username, defaults={"is_staff": True})
    if new:
        User.groups.through.objects.create(user=user, group=Group.objects.get(name=clerk.group))
        seals.put(seals.Kind.ACCOUNT, user)
    return user


def campaign(*, kind: str = "text", **overrides) -> Campaign:
    """A broadcast on the roads, by Giulia, ready for approval; an attachment comes by `attachment=b"…"`.

    News is on the `topic` or the `topics` of the story, and its `zones`; topic=None: nobody has chosen any yet.
    """
    content = overrides.pop("attachment", None)
    about_service = {name: overrides.pop(name) for name in OF_SERVICE & overrides.keys()}
    kept = {name: overrides.pop(name) for name in OF_PROGRESS & overrides.keys()}
    fields = {
        "title": "Via Roma chiusa al traffico",
        "body": "Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori. Segui le deviazioni.",
        "link": "https://www.comune.cascina.pi.it/avvisi/via-roma",
        "author": hire(GIULIA),
    }
    topics, zones = _topics_of(overrides), overrides.pop("zones", [])
    if kind == "image":
        fields["picture_text"] = "Via Roma con le transenne e un cartello di deviazione."
    made = Campaign.objects.create(kind=kind, **fields | overrides)
    Campaign.topics.through.objects.bulk_create(
        Campaign.topics.through(campaign=made, topic=one) for one in topics
    )
    made.zones.set(zones)
    if about_service:
        ServiceMessage.objects.create(campaign=made, **about_service)
    if kept:
        CampaignProgress.objects.create(campaign=made, **kept)
    if content is not None:
        made.attachment.save(f"via-roma.{'pdf' if kind == 'document' else 'png'}", ContentFile(content))
    if made.media_id:
        seals.put(seals.Kind.MEDIA, made)
    if not made.is_unapproved:  # somebody approved it as it is
        Campaign.objects.filter(pk=made.pk).update(approved_hash=fingerprint_of(made))
        made.refresh_from_db(fields=["approved_hash"])
        seals.put(seals.Kind.APPROVAL, made)
    return made


def _topics_of(overrides: dict) -> list[Topic]:
    """Taken out of `overrides`; a message about the service has none."""
    one = overrides.pop("topic", topic() if "purpose" not in overrides else None)
    return overrides.pop("topics", [one] if one else [])


def under_way(**overrides) -> Campaign:
    """A broadcast that has just started: one queued delivery for each person of its audience."""
    made = campaign(status=CampaignStatus.SENDING, started_at=NOW, approved_at=NOW, **overrides)
    audience.snapshot(made)
    return made


def delivery_to(subscriber: Subscriber, *, of: Campaign | None = None, **overrides) -> Delivery:
    """The delivery of a broadcast to `subscriber`, in whatever state a story needs it."""
    found = (of or under_way()).deliveries.get(subscriber=subscriber)
    Delivery.objects.filter(pk=found.pk).update(**overrides)
    return Delivery.objects.select_related("campaign", "subscriber").get(pk=found.pk)


def remind(citizen: Citizen, *, at: datetime = NOW) -> Delivery:
    """The yearly reminder, long due, reached `citizen` at `at`: the register knows it, and there is nobody else."""
    reminder = service_drafts.propose_reminder(at)
    audience.snapshot(reminder)
    Campaign.objects.filter(pk=reminder.pk).update(status=CampaignStatus.SENT, started_at=at, finished_at=at)
    told = delivery_to(
        identity.find(citizen.person),
        of=reminder,
        status=DeliveryStatus.DELIVERED,
        wamid=f"wamid.HBgM{next(_ids)}",
        claimed_at=at,
        delivered_at=at,
    )
    assert consent_evidence.record(at) == 1
    return told


def approve_templates(status: str = "APPROVED") -> None:
    """Meta's word on our standard templates."""
    language, told = standard_templates.LANGUAGE, {"status": status, "synchronised_at": NOW}
    WhatsAppTemplate.objects.bulk_create(
        [
            WhatsAppTemplate(name=name, language=language, **told)
            for name in standard_templates.NAMES.values()
        ],
        update_conflicts=True,
        unique_fields=["name", "language"],
        update_fields=list(told),
    )


def always_open() -> None:
    """From midnight to a moment before the next, Monday to Saturday."""
    OfficeHours.objects.all().delete()
    for weekday in range(OfficeHours.Weekday.SUNDAY):
        OfficeHours.objects.create(weekday=weekday, opens=time(0), closes=time(23, 59, 59))


def never_open() -> None:
    """No hours at all."""
    OfficeHours.objects.all().delete()


# ── What Meta tells us ────────────────────────────────────────────────────────────────────────────────────

_ids = count(1)


def text(citizen: Citizen, words: str, *, at: datetime = NOW, **extra) -> dict:
    """`citizen` wrote `words` at `at`; `extra` overrides members of Meta's message (id, context, group_id)."""
    return _message(citizen, at, "text", {"body": words}, extra)


def button(citizen: Citizen, title: str, payload: str, *, at: datetime = NOW, **extra) -> dict:
    """`citizen` tapped the quick reply of a template."""
    return _message(citizen, at, "button", {"text": title, "payload": payload}, extra)


def tap(
    citizen: Citizen, title: str, choice: str, *, at: datetime = NOW, kind="button_reply", **extra
) -> dict:
    """`citizen` tapped a button of ours, or with kind="list_reply" a row of our list."""
    return _message(citizen, at, "interactive", {"type": kind, kind: {"id": choice, "title": title}}, extra)


def sent_thing(
    citizen: Citizen, kind: str, content: dict | None = None, *, at: datetime = NOW, **extra
) -> dict:
    """`citizen` sent something else: an image, a reaction, something that Meta does not support."""
    return _message(citizen, at, kind, content or {}, extra)


def receipt(
    delivery: Delivery,
    status: str,
    *,
    at: datetime = NOW,
    attempt: int | None = None,
    code: int | None = None,
) -> dict:
    """Meta says what became of this attempt of `delivery`."""
    number = delivery.attempts if attempt is None else attempt
    errors = {"errors": [{"code": code, "title": "refused"}]} if code is not None else {}
    return receipt_for(f"cascina:delivery:{delivery.pk}:{number}", status, at=at, **errors)


def receipt_for(reference: str, status: str, *, at: datetime = NOW, **extra) -> dict:
    """Meta says what became of the message that carried `reference`."""
    item = {"id": "wamid.HBgMMzkz", "status": status, "timestamp": _stamp(at), "recipient_id": "393200000101"}
    return _change("messages", {"statuses": [item | {"biz_opaque_callback_data": reference} | extra]})


def preference(citizen: Citizen, value: str, *, at: datetime = NOW) -> dict:
    """`citizen` turned our messages off ("stop") or on ("resume") in WhatsApp's settings."""
    item = _named(citizen, "wa_id", "user_id") | {
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(at.timestamp()),
    }
    return _change("user_preferences", {"user_preferences": [item]})


def number_changed(before: Citizen, after: Citizen, *, at: datetime = NOW, **extra) -> dict:
    """WhatsApp says that `before` is `after` now."""
    system = {"type": "user_changed_number", **_named(after, "wa_id", "user_id")}
    if before.bsuid:
        system["previous_user_id"] = before.bsuid
    message = _message(before, at, "system", system, extra)
    message["value"].pop("contacts")
    return message


def webhook(*changes: dict) -> bytes:
    """The body that Meta posts for these changes, as it writes them: accents escaped."""
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT, "changes": changes}]}
    ).encode()


def events_of(*changes: dict) -> list[events.Event]:
    """What the parser makes of these changes."""
    return events.parse(webhook(*changes))


def say(change: dict, *, now: datetime | None = None) -> None:
    """Deal with one message, the way routing does; `now` is the message's own time unless given."""
    (message,) = events_of(change)
    moment = now or message.at
    inbound.receive([message], ports=build_ports(moment), now=moment)


def arrive(*bodies: bytes, now: datetime = NOW) -> int:
    """These bodies are stored; routing works through them."""
    for body in bodies:
        WebhookPost.objects.create(body=body)
    return routing.run(now)


def knock(client: Client, body: bytes, *, secret: str = "") -> HttpResponse:
    """Post `body` to the webhook, signed with `secret`, or with the one that we share with Meta."""
    return client.post(
        "/webhooks/whatsapp/",
        body,
        content_type="application/json",
        headers={"X-Hub-Signature-256": sign(body, secret or settings.WHATSAPP_APP_SECRETS[0])},
    )


def _message(citizen: Citizen, at: datetime, kind: str, content: dict, extra: dict) -> dict:
    message = {"id": f"wamid.HBgM{next(_ids)}", "timestamp": _stamp(at), "type": kind, kind: content}
    contact = {"profile": {"name": citizen.name}, **_named(citizen, "wa_id", "user_id")}
    return _change(
        "messages",
        {"contacts": [contact], "messages": [message | _named(citizen, "from", "from_user_id") | extra]},
    )


def _named(citizen: Citizen, number: str, bsuid: str) -> dict:
    names = {number: citizen.phone.removeprefix("+"), bsuid: citizen.bsuid}
    return {member: name for member, name in names.items() if name}


def _change(field: str, value: dict) -> dict:
    metadata = {"display_phone_number": "39335385843", "phone_number_id": "106540352242922"}
    return {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}


def _stamp(at: datetime) -> str:
    return str(int(at.timestamp()))
