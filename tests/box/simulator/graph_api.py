"""The Graph API: which request means what, who may ask, and how refusals are answered."""

import hmac
import time
from email.utils import formatdate

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import account_requests, bill, media_requests, message_requests, setup_requests
from .errors import GraphError
from .http_exchange import BadJson, answer
from .whatsapp import WhatsApp

# (method, whose path it is, what is asked) → the handler.
HANDLERS = {
    ("POST", "number", "messages"): message_requests.post,
    ("POST", "number", "media"): media_requests.upload,
    ("GET", "number", ""): account_requests.number,
    ("GET", "account", ""): bill.account,
    ("GET", "account", "message_templates"): account_requests.templates,
    ("POST", "account", "message_templates"): account_requests.create_template,
    ("DELETE", "account", "message_templates"): account_requests.delete_template,
    ("GET", "number", "whatsapp_business_profile"): setup_requests.profile,
    ("GET", "account", "subscribed_apps"): setup_requests.subscribed_apps,
    ("POST", "account", "subscribed_apps"): setup_requests.subscribe,
    ("GET", "app", "subscriptions"): setup_requests.subscriptions,
    ("POST", "media", ""): account_requests.edit_template,
    ("POST", "app", "uploads"): media_requests.open_session,
    ("POST", "session", ""): media_requests.receive_sample,
    ("GET", "token", ""): account_requests.token,
    ("GET", "media", ""): media_requests.describe,
    ("DELETE", "media", ""): media_requests.delete,
}


async def respond(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer a request whose path begins with a version, after the latency of the settings."""
    try:
        authorise(whatsapp, request)
        response = await route(whatsapp, request)
    except BadJson:
        response = refusal(whatsapp, GraphError(100, "The body is not a JSON object"))
    except GraphError as problem:
        response = refusal(whatsapp, problem)
    await whatsapp.settings.wait()
    if ahead := whatsapp.settings.clock_ahead:  # otherwise the server writes what time it is
        response["Date"] = formatdate(time.time() + ahead, usegmt=True)
    return response


def refusal(whatsapp: WhatsApp, problem: GraphError) -> HttpResponse:
    """Count the refusal and write it as Meta does."""
    whatsapp.sent_messages.refused[problem.code] += 1
    return answer(problem.body(), problem.status)


def authorise(whatsapp: WhatsApp, request: ASGIRequest) -> None:
    """Raise GraphError 190 unless the request carries the token: the app's own, where it is about the app itself."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    config, settings = whatsapp.config, whatsapp.settings
    if request.path.endswith(f"/{config.app_id}/subscriptions"):
        expected, holds = f"{config.app_id}|{config.app_secret}", settings.app_secret_valid
    else:
        expected, holds = config.access_token, settings.token_valid
    known = hmac.compare_digest(token.encode(), expected.encode())
    if scheme not in ("Bearer", "OAuth") or not known or not holds:
        raise GraphError(190)


async def route(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Find the handler by the owner of the path and what is asked of it. Raises GraphError."""
    _, _, owner, *rest = request.path.split("/")
    kind = kind_of(whatsapp, owner)
    handler = HANDLERS.get((request.method, kind, "/".join(rest)))
    if handler is None and rest and kind == "media":
        raise GraphError(100, "The object does not exist or cannot be loaded", subcode=33)
    if handler is None:
        raise GraphError(2500, "Unknown path components")
    return await handler(whatsapp, request)


def kind_of(whatsapp: WhatsApp, owner: str) -> str:
    """Tell whose id it is: number, account, app, token, session, or media for any other."""
    config = whatsapp.config
    if owner == config.phone_number_id:
        return "number"
    if owner == config.business_account_id:
        return "account"
    if owner == config.app_id:
        return "app"
    if owner == "debug_token":
        return "token"
    return "session" if owner.startswith("upload:") else "media"
