"""The control API: tests and the page make citizens speak, change settings and read what arrived."""

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import categories, inbound_messages, rendering, webhooks
from .citizens import Citizen
from .http_exchange import answer, json_of
from .sent_messages import Sent
from .whatsapp import WhatsApp

LAST_BUBBLES = 100
MOST_LINES = 1000
SIGNATURES = {"good": None, "bad": "sha256=" + "0" * 64, "none": ""}


Handler = Callable[[WhatsApp, ASGIRequest], Awaitable[HttpResponse]]


class BadRequest(ValueError):
    """The error that something in the request is missing or wrong; str() says what."""


async def respond(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer a control request; what is wrong with it goes back as a sentence."""
    handler = find(request.method, request.path.removeprefix("/simulator/"))
    if handler is None:
        return answer({"problem": "there is no such control"}, 404)
    try:
        return await handler(whatsapp, request)
    except (KeyError, ValueError) as problem:
        return answer({"problem": f"{type(problem).__name__}: {problem}"}, 400)


def find(method: str, path: str) -> Handler | None:
    """The handler of a path; after `phones/` comes the citizen."""
    name = "phones/" if path.startswith("phones/") else path
    return HANDLERS.get((method, name))


async def health(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer that the simulator is up."""
    return answer({"ok": True})


async def reset(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Forget everything; once this is answered, nothing of before arrives any more."""
    whatsapp.reset()
    await whatsapp.outbox.settle()
    return answer({"ok": True})


async def settings(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer all settings, after changing those that were given. Raises BadSetting."""
    whatsapp.change_settings(json_of(request))
    return answer(whatsapp.settings.as_json())


async def citizens(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer all citizens."""
    return answer([citizen.as_json() for citizen in whatsapp.citizens.by_bsuid.values()])


async def add_citizen(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """A new citizen, or a known one with other properties; without a phone, one known by BSUID only."""
    wanted = json_of(request)
    citizens = whatsapp.citizens
    if phone := wanted.get("phone"):
        citizen = citizens.with_phone(phone)
    elif bsuid := wanted.get("bsuid"):
        citizen = citizens.with_bsuid(bsuid)
    else:
        citizen = citizens.add()
    citizen.name = wanted.get("name", citizen.name)
    if "is_off" in wanted:
        whatsapp.switch(citizen, is_off=bool(wanted["is_off"]))
    citizen.shares_number = bool(citizen.phone) and wanted.get("shares_number", citizen.shares_number)
    return answer(citizen.as_json())


async def say(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Make a citizen say something; with `wait`, the status of the service's answer goes back too."""
    words = json_of(request)
    said = inbound_messages.say(whatsapp.citizens.find(words["citizen"]), words, time.time())
    envelope = whatsapp.hear(said)
    times = int(words.get("repeat", 1))
    if not words.get("wait"):
        whatsapp.outbox.post(envelope, times)
        return answer({"wamid": said.wamid})
    statuses = [await whatsapp.outbox.attempt(envelope) for _ in range(times)]
    return answer({"wamid": said.wamid, "status": statuses[-1]})


async def preference(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The citizen stops or resumes marketing messages inside WhatsApp."""
    wanted = json_of(request)
    citizen = whatsapp.citizens.find(wanted["citizen"])
    if wanted["value"] not in ("stop", "resume"):
        raise BadRequest("value must be stop or resume")
    citizen.opted_out = wanted["value"] == "stop"
    item = inbound_messages.preference(citizen, wanted["value"], time.time())
    value = webhooks.value(whatsapp.config, about=[citizen], user_preferences=[item])
    whatsapp.outbox.post(webhooks.envelope(whatsapp.config, value, field="user_preferences"))
    return answer(citizen.as_json())


async def system(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The citizen changes number (`phone` is the new one) or BSUID."""
    wanted = json_of(request)
    citizen = whatsapp.citizens.find(wanted["citizen"])
    before = {"phone": citizen.phone, "bsuid": citizen.bsuid}
    message = change(whatsapp, citizen, before, wanted)
    value = webhooks.value(whatsapp.config, messages=[message])
    whatsapp.outbox.post(webhooks.envelope(whatsapp.config, value))
    return answer(citizen.as_json())


def change(
    whatsapp: WhatsApp, citizen: Citizen, before: dict[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    """Change a citizen's number or id, and return the system message that tells of it."""
    if wanted["kind"] == "user_changed_number":
        whatsapp.citizens.change_number(citizen, wanted["phone"])
        return inbound_messages.changed_number(citizen, before, time.time())
    if wanted["kind"] == "user_changed_user_id":
        whatsapp.citizens.change_bsuid(citizen)
        return inbound_messages.changed_bsuid(citizen, before, time.time())
    raise BadRequest("kind must be user_changed_number or user_changed_user_id")


async def webhook(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Post a body as it is, with a good, a bad or no signature; the status of the answer goes back."""
    wanted = json_of(request)
    header = SIGNATURES[wanted.get("signature", "good")]
    status = await whatsapp.outbox.attempt(wanted["body"].encode(), header)
    return answer({"status": status})


async def template(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Change the status of a template: PAUSED, DISABLED, REJECTED, APPROVED …"""
    wanted = json_of(request)
    found = whatsapp.shelf.templates[wanted["name"], wanted["language"]]
    whatsapp.decide(found, wanted["status"], wanted.get("reason", "NONE"))
    return answer(found.as_json())


async def templates(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer all templates, as the Graph API tells of them."""
    return answer([template.as_json() for template in whatsapp.shelf.templates.values()])


async def category(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Bill a template as something else from now on, or with `announced` in 24 hours."""
    wanted = json_of(request)
    found = whatsapp.shelf.templates[wanted["name"], wanted["language"]]
    act = categories.announce if wanted.get("announced") else categories.change
    act(whatsapp, found, wanted["category"])
    return answer(found.as_json())


async def warning(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Warn the account for misuse of the categories; with `days`, restrict it for so long; `lifted`: that is over."""
    wanted = json_of(request)
    days = int(wanted.get("days", 0))
    if wanted.get("lifted"):
        categories.lift(whatsapp)
    elif days:
        categories.punish(whatsapp, days)
    else:
        categories.warn(whatsapp)
    return answer({"punished_until": whatsapp.punished_until})


async def held(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Decide about what is kept back, the first `most` or all: `release` or `drop`; how many that were."""
    wanted = json_of(request)
    if wanted.get("decision") not in ("release", "drop"):
        raise BadRequest("decision must be release or drop")
    most = int(wanted["most"]) if "most" in wanted else None
    decided = whatsapp.decide_held(is_released=wanted["decision"] == "release", most=most)
    return answer({"decided": decided, "held": len(whatsapp.pacing.held)})


async def accepted(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The messages accepted after a sequence number, one JSON object a line."""
    query = request.GET
    after, limit = int(query.get("after", 0)), int(query.get("limit", MOST_LINES))
    lines = [
        json.dumps(as_line(whatsapp, sent)) for sent in whatsapp.sent_messages.accepted[after : after + limit]
    ]
    return HttpResponse("".join(line + "\n" for line in lines), "application/x-ndjson")


def as_line(whatsapp: WhatsApp, sent: Sent) -> dict[str, Any]:
    """Describe an accepted message; the text is what the phone shows."""
    shown = rendering.of_comune(sent, whatsapp.media_store)
    return {
        "seq": sent.seq,
        "at": sent.at,
        "to": sent.to,
        "recipient": sent.recipient,
        "type": sent.kind,
        "reference": sent.reference,
        "wamid": sent.wamid,
        "text": shown["text"],
        "buttons": [button["title"] for button in shown["buttons"]],
        "template": sent.template.name if sent.template else "",
        "media": (shown["header"] or {}).get("media", ""),
        "status": sent.status,
    }


async def counts(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The numbers since the last reset."""
    sent_messages, outbox = whatsapp.sent_messages, whatsapp.outbox
    everybody = whatsapp.citizens.by_bsuid.values()
    return answer(
        {
            "accepted": len(sent_messages.accepted),
            "max_per_citizen": max((citizen.received for citizen in everybody), default=0),
            "refused": {str(code): number for code, number in sent_messages.refused.items()},
            "held": len(whatsapp.pacing.held),
            "stalled": whatsapp.stalling.waiting,
            "uploads": sent_messages.uploads,
            "webhooks_sent": outbox.sent,
            "webhooks_failed": outbox.failed,
            "untold": outbox.waiting + whatsapp.statuses.waiting,
            "max_in_one_second": sent_messages.max_in_one_second,
        }
    )


async def phone(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The chat of a citizen as the phone shows it: what failed, or is on its way, is not there."""
    citizen = whatsapp.citizens.find(request.path.removeprefix("/simulator/phones/"))
    arrived = [entry for entry in citizen.chat if not getattr(entry, "is_missing", False)][-LAST_BUBBLES:]
    bubbles = [rendering.bubble(entry, whatsapp.media_store) for entry in arrived]
    is_typing = citizen.typing_until > time.time()
    return answer(citizen.as_json() | {"is_typing": is_typing, "bubbles": bubbles})


HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "health"): health,
    ("POST", "reset"): reset,
    ("GET", "settings"): settings,
    ("POST", "settings"): settings,
    ("GET", "citizens"): citizens,
    ("POST", "citizens"): add_citizen,
    ("POST", "say"): say,
    ("POST", "preference"): preference,
    ("POST", "system"): system,
    ("POST", "webhook"): webhook,
    ("GET", "templates"): templates,
    ("POST", "template"): template,
    ("POST", "category"): category,
    ("POST", "warning"): warning,
    ("POST", "held"): held,
    ("GET", "accepted"): accepted,
    ("GET", "counts"): counts,
    ("GET", "phones/"): phone,
}
