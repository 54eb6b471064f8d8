"""Requests about the account: the number and its health, the token, templates."""

import hmac
import time
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import categories, setup_requests, template_rules
from .errors import GraphError
from .http_exchange import answer, json_of
from .whatsapp import WhatsApp

TEMPLATES_A_PAGE = 25
MOST_A_PAGE = 1000


async def number(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The fields of the number that were asked for."""
    config, settings = whatsapp.config, whatsapp.settings
    known = {
        "display_phone_number": config.display_phone_number,
        "verified_name": config.verified_name,
        "quality_rating": settings.quality_rating,
        "whatsapp_business_manager_messaging_limit": settings.messaging_limit,
        "throughput": {"level": settings.throughput},
        "name_status": settings.name_status,
        "status": settings.number_status,
        "platform_type": settings.platform_type,
        "is_pin_enabled": settings.pin,
        "webhook_configuration": setup_requests.addresses(whatsapp),
        "health_status": setup_requests.health(whatsapp),
    }
    wanted = request.GET.get("fields", "display_phone_number,verified_name,quality_rating")
    names = [name.partition(".")[0].partition("{")[0].strip() for name in wanted.split(",")]
    return answer({name: known[name] for name in names if name in known} | {"id": config.phone_number_id})


async def token(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Answer what is known of an access token: ours, or one that is not valid. Raises GraphError."""
    asked = request.GET.get("input_token", "")
    if not asked:
        raise GraphError(100, "The parameter input_token is required")
    if not hmac.compare_digest(asked.encode(), whatsapp.config.access_token.encode()):
        problem = {"code": 190, "message": "Invalid OAuth access token."}
        return answer({"data": {"error": problem, "is_valid": False, "scopes": []}})
    days = whatsapp.settings.token_days
    facts = {
        "app_id": whatsapp.config.app_id,
        "type": whatsapp.settings.made_for,
        "application": whatsapp.config.verified_name,
        "data_access_expires_at": 0,
        "expires_at": int(time.time() + days * 86_400) if days else 0,
        "is_valid": True,
        "scopes": [scope for scope in whatsapp.settings.scopes.split(",") if scope],
    }
    return answer({"data": facts})


async def templates(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The templates, a page at a time, all or those with a name. Raises GraphError."""
    query = request.GET.dict()
    start, limit = query.get("after", "0"), query.get("limit", str(TEMPLATES_A_PAGE))
    if not start.isdecimal() or not limit.isdecimal() or not 0 < int(limit) <= MOST_A_PAGE:
        raise GraphError(100, "Param after or limit is not valid")
    every = whatsapp.shelf.templates.values()
    found = [template.as_json() for template in every if query.get("name", template.name) == template.name]
    end = int(start) + int(limit)
    paging: dict[str, Any] = {"cursors": {"before": start, "after": str(end)}}
    if end < len(found):
        following = query | {"after": str(end)}
        paging["next"] = f"{whatsapp.config.base_url}{request.path}?{urlencode(following)}"
    return answer({"data": found[int(start) : end], "paging": paging})


async def create_template(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Put a template up for review. Raises GraphError."""
    definition = json_of(request)
    template_rules.check(definition, whatsapp.media_store.handles)
    categories.refuse_while_punished(whatsapp, definition["category"])
    template = whatsapp.shelf.add(definition)
    whatsapp.review(template)
    return answer({"id": template.id, "status": template.status, "category": template.category})


async def edit_template(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Give a template another content, to be reviewed again. Raises GraphError."""
    number = request.path.split("/")[2]
    found = next((known for known in whatsapp.shelf.templates.values() if known.id == number), None)
    if found is None:
        raise GraphError(100, "The object does not exist or cannot be loaded", subcode=33)
    if found.status == "DISABLED":
        raise GraphError(100, "A disabled template cannot be edited")
    as_it_is = found.as_json()
    kept = ("name", "language", "category", "parameter_format", "message_send_ttl_seconds")
    changed = {name: as_it_is[name] for name in kept if name in as_it_is}
    changed |= json_of(request)
    template_rules.check(changed, whatsapp.media_store.handles)
    found.components, found.category = changed["components"], changed["category"].upper()
    found.ttl = changed.get("message_send_ttl_seconds")
    found.status, found.rejected_reason = "PENDING", "NONE"
    whatsapp.review(found)
    return answer({"success": True})


async def delete_template(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Delete a template in all its languages. Raises GraphError."""
    if not whatsapp.shelf.remove(request.GET.get("name", "")):
        raise GraphError(100, "There is no template with this name")
    return answer({"success": True})
