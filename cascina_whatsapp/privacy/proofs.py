"""The page *Prove*: is the register intact, and what shows it? Its checks and the trail's, exports, daily seals."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.presentation.components import badge
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.security.append_only.checking import ChainCheck
from cascina_whatsapp.security.trail.models import TrailCheck
from subscribers.models import RegisterCheck, RegisterExport, Seal
from subscribers.register import history, verification

EXPORTS, NIGHTS = 100, 31
"""The newest rows that are shown: exports, and nights of seals and of checks. Older ones have their own pages."""


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    @permission_required("subscribers.view_registercheck", raise_exception=True)
    def page(request: HttpRequest) -> HttpResponse:
        context = {**site.each_context(request), "title": "Prove", **_shown(site, request)}
        return TemplateResponse(request, "admin/subscribers/proofs.html", context)

    return [path("prove/", site.admin_view(page), name="proofs")]


def _shown(site: AdminSite, request: HttpRequest) -> dict[str, object]:
    now, exports = timezone.now(), cast(Any, site.get_model_admin(RegisterExport))
    asked = exports.get_queryset(request).select_related("requested_by").order_by("-pk")[:EXPORTS]
    checks: list[tuple[str, str, type[ChainCheck]]] = [
        ("Registro", "subscribers_registercheck", RegisterCheck)
    ]
    checks += [("Tracce", "trail_trailcheck", TrailCheck)] * request.user.has_perm("trail.view_trailcheck")
    return {
        "chain": history.chain_state(now),
        "trail": check_in_words(),
        "may_verify": verification.waiting(now) is None,
        "exports": [(row, exports.contents(row), exports.state(row)) for row in asked],
        "seals": Seal.objects.prefetch_related("letters")[:NIGHTS],
        "checks": [
            (of, f"admin:{page}_change", kind._default_manager.order_by("-pk")[:NIGHTS])
            for of, page, kind in checks
        ],
        "intact": badge("Intatto", "ok"),
        "broken": badge("Non torna", "err"),
    }


def check_in_words() -> tuple[str, str]:
    """Say in Italian how the last verification ended, with its tone as the pages know it."""
    last = TrailCheck.objects.first()
    if last is None:
        return "wait", "Non ancora controllate: si fa ogni notte."
    at = in_a_sentence(last.finished_at, timezone.now())
    if last.is_clean:
        many = "una traccia" if last.count == 1 else f"{grouped(last.count)} tracce"
        return "ok", f"Intatte, controllate {at}: {many}."
    return "bad", f"Non tornano, controllate {at}: {last.findings[0]}"
