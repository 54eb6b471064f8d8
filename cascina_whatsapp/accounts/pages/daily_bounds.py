"""The page of today's bounds: who has reached one, and a colleague who gives them another portion."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.components import colleague


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    @permission_required(daily_bounds.MAY_RELEASE, raise_exception=True)
    def page(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return ask_again(request) or _release(request)
        now = timezone.now()
        context = {
            **site.each_context(request),
            "title": "Limiti di oggi",
            "refused": [
                {
                    "act": act.event,
                    "label": act.label,
                    "portion": daily_bounds.portion_of(act),
                    "bound": daily_bounds.bound_of(act, by=person, now=now),
                    "to": person.pk,
                    "name": display_name(person),
                    "shown": daily_bounds.shown(act, to=person, now=now),
                    "is_own": person.pk == request.user.pk,
                }
                for act, person in daily_bounds.refused_today(now)
            ],
        }
        return TemplateResponse(request, "admin/accounts/daily_bounds.html", context)

    return [path("limiti-di-oggi/", site.admin_view(page), name="daily_bounds")]


def _release(request: HttpRequest) -> HttpResponse:
    now, wanted = timezone.now(), (request.POST.get("act", ""), request.POST.get("to", ""))
    found = [pair for pair in daily_bounds.refused_today(now) if (pair[0].event, str(pair[1].pk)) == wanted]
    try:
        if not found:
            raise daily_bounds.CannotRelease(daily_bounds.NOT_NEEDED)
        act, to = found[0]
        daily_bounds.release(act, to=to, read=request.POST.get("read", ""), by=colleague(request), now=now)
    except daily_bounds.CannotRelease as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Concesso a {display_name(to)}, fino a mezzanotte.")
    return redirect("admin:daily_bounds")
