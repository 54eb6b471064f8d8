"""Requests about how app, account and number are set up: webhooks, profile, health, what keeps messages back."""

from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from .http_exchange import answer
from .whatsapp import WhatsApp

NO_PAYMENT = 141006
NOT_VERIFIED = 141010
"""Meta's codes inside a health status: no method of payment, a business that is not verified."""
FULL_PROFILE = {
    "about": "Notizie del Comune di Cascina",
    "address": "Corso Matteotti 90, 56021 Cascina (PI)",
    "description": "Notizie di interesse pubblico a chi le chiede.",
    "email": "urp@comune.example",
    "websites": ["https://www.comune.cascina.pi.it/"],
    "vertical": "GOVT",
}
CONTACTS = ("address", "email", "websites")


async def subscribe(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Subscribe the app to the webhooks of the account; the simulator posts them anyway."""
    whatsapp.settings = whatsapp.settings.changed({"app_subscribed": True})
    return answer({"success": True})


async def subscribed_apps(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The apps that receive the webhooks: ours, unless the settings say otherwise."""
    app = {"id": whatsapp.config.app_id, "name": whatsapp.config.verified_name}
    subscribed = [{"whatsapp_business_api_data": app}] if whatsapp.settings.app_subscribed else []
    return answer({"data": subscribed})


async def subscriptions(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer which webhooks are posted to the app, and to which address, as asked with the app's own token."""
    settings = whatsapp.settings
    fields = [{"name": name, "version": "v26.0"} for name in settings.webhook_fields.split(",") if name]
    subscription = {
        "object": "whatsapp_business_account",
        "callback_url": addresses(whatsapp)["application"],
        "active": True,
        "fields": fields,
    }
    return answer({"data": [subscription] if fields else []})


async def profile(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer what citizens read of the number."""
    left_out = {"full": (), "bare": CONTACTS, "empty": tuple(FULL_PROFILE)}[whatsapp.settings.profile]
    told = {name: value for name, value in FULL_PROFILE.items() if name not in left_out}
    return answer({"data": [told | {"messaging_product": "whatsapp"}]})


def addresses(whatsapp: WhatsApp) -> dict[str, str]:
    """Return the app's address for webhooks, and the number's own where it has one: its webhooks go there."""
    settings = whatsapp.settings
    found = {"application": settings.webhook_url or whatsapp.config.webhook_url}
    return found | ({"phone_number": settings.webhook_override} if settings.webhook_override else {})


def health(whatsapp: WhatsApp) -> dict[str, Any]:
    """Tell which parties to a message keep it back, and why (Meta, messaging health status)."""
    settings, config = whatsapp.settings, whatsapp.config
    entities = [
        _entity("PHONE_NUMBER", config.phone_number_id),
        _account(whatsapp),
        _entity("BUSINESS", "", "" if settings.business_verified else "LIMITED", NOT_VERIFIED),
        _entity("APP", config.app_id),
    ]
    words = {entity["can_send_message"] for entity in entities}
    overall = next((word for word in ("BLOCKED", "LIMITED") if word in words), "AVAILABLE")
    return {"can_send_message": overall, "entities": entities}


def _account(whatsapp: WhatsApp) -> dict[str, Any]:
    standing, number = whatsapp.settings.account_standing, whatsapp.config.business_account_id
    if not whatsapp.settings.payment:
        return _entity("WABA", number, "BLOCKED", NO_PAYMENT)
    return _entity("WABA", number) | {"can_send_message": standing}


def _entity(kind: str, number: str, trouble: str = "", code: int = 0) -> dict[str, Any]:
    entity = {"entity_type": kind, "id": number, "can_send_message": trouble or "AVAILABLE"}
    errors = [{"error_code": code, "error_description": "", "possible_solution": ""}]
    return entity | ({"errors": errors} if trouble else {})
