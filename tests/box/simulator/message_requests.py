"""Requests about messages: send one, mark one as read."""

import asyncio
import time
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import faults, template_parameters, validation
from .citizens import Citizen, NotAnAddress
from .errors import GraphError
from .faults import Answer, Fault
from .http_exchange import HTML, answer, cut_off, json_of
from .parts import part, text
from .sent_messages import Sent
from .templates import Template
from .whatsapp import WhatsApp

TYPING_SECONDS = 25
"""The seconds that the typing indicator stays when no answer comes (Meta, typing indicators page)."""


async def post(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Send a message, or mark one as read. Raises GraphError."""
    body = json_of(request)
    if body.get("status") == "read":
        return mark_read(whatsapp, body)
    validation.check_envelope(body)
    if not await whatsapp.stalling.lets_pass(request, body.get("biz_opaque_callback_data", "")):
        return cut_off(answer({}))
    now = time.time()
    whatsapp.sent_messages.check_rate(whatsapp.settings.rate_limit, now)
    citizen = recipient(whatsapp, body)
    template = check_content(whatsapp, body)
    if template and whatsapp.settings.category_limit_reached:
        raise GraphError(131064)
    fault = strike(citizen, template) if whatsapp.settings.faults else faults.NO_FAULT
    if fault.answer is Answer.CRASH:
        return HttpResponse("<h1>Internal Server Error</h1>", HTML, 500)
    if template is None:
        validation.check_window(citizen, whatsapp.settings.window_hours, now)
    sent = whatsapp.accept(citizen, body, request.body, template, fault)
    if fault.answer is Answer.SLOW:
        await asyncio.sleep(faults.SLOW_SECONDS)
    told = accepted(body, sent, whatsapp.settings.held_word)
    return cut_off(told) if fault.answer is Answer.LOST else told


def check_content(whatsapp: WhatsApp, body: dict[str, Any]) -> Template | None:
    """Check what is to be sent; the template, if it is one. Raises GraphError."""
    if body["type"] == "template":
        return template_parameters.check(whatsapp.shelf, whatsapp.media_store, part(body, "template"))
    validation.check_free_form(whatsapp.media_store, body)
    return None


def strike(citizen: Citizen, template: Template | None) -> Fault:
    """Choose what goes wrong with a message to the citizen. Raises GraphError when it is a refusal."""
    fault = faults.facing(citizen.phone, is_template=template is not None, strikes=citizen.strikes)
    if fault.times is not None:
        citizen.strikes += 1
    if fault.refuse:
        raise GraphError(fault.refuse)
    return fault


def accepted(body: dict[str, Any], sent: Sent, held_word: str) -> HttpResponse:
    """The answer to a message that was accepted; whether it is kept back is told of templates alone."""
    if sent.to:
        contact = {"input": body["to"], "wa_id": sent.to[1:]}
    else:
        contact = {"input": body["recipient"], "user_id": sent.recipient}
    message = {"id": sent.wamid}
    if sent.template:
        message["message_status"] = held_word if sent.is_held else "accepted"
    return answer({"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]})


def mark_read(whatsapp: WhatsApp, body: dict[str, Any]) -> HttpResponse:
    """Turn the ticks of a citizen's message blue, and of those before it. Raises GraphError."""
    said = whatsapp.sent_messages.said.get(text(body, "message_id", 256))
    if said is None:
        raise GraphError(131009, "There is no message with this id")
    for earlier in said.citizen.heard:
        earlier.is_read = earlier.is_read or earlier.at <= said.at
    if "typing_indicator" in body:
        said.citizen.typing_until = time.time() + TYPING_SECONDS
    return answer({"success": True})


def recipient(whatsapp: WhatsApp, body: dict[str, Any]) -> Citizen:
    """The citizen named by `to` or `recipient`; `to` wins when both are there. Raises GraphError."""
    to, bsuid = body.get("to"), body.get("recipient")
    if not to and not bsuid:
        raise GraphError(131008, "One of the parameters to, recipient is required")
    address = to or bsuid
    if not isinstance(address, str):
        raise GraphError(131009, "The recipient must be text")
    try:
        return _by_number(whatsapp, address) if to else _by_bsuid(whatsapp, address)
    except NotAnAddress:
        raise GraphError(131009, "The recipient is not a valid phone number or user id") from None


def _by_number(whatsapp: WhatsApp, to: str) -> Citizen:
    if not to.startswith("+"):
        # Meta puts the country code of the business number in front: the message would go to a stranger.
        raise GraphError(131026, "Without + the country code is added: no WhatsApp account has that number")
    citizen = whatsapp.citizens.with_phone(to)
    if citizen.phone == whatsapp.config.phone_number:
        raise GraphError(131021)
    return citizen


def _by_bsuid(whatsapp: WhatsApp, bsuid: str) -> Citizen:
    if bsuid in whatsapp.citizens.retired_bsuids:
        raise GraphError(131026, "The user id is no longer valid")
    return whatsapp.citizens.with_bsuid(bsuid)
