"""The page of one's own sessions: each browser in which one is signed in, and the way to close it."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.accounts.signing_in import sessions
from cascina_whatsapp.presentation.components import colleague

OTHERS = "others"
"""The value of the button that closes all sessions but this one."""


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    def page(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return ask_again(request) or _close(request)
        now, key = timezone.now(), request.session.session_key or ""
        mine = sessions.sessions_of(colleague(request), now)
        context = {
            **site.each_context(request),
            "title": "Le mie sessioni",
            "others": OTHERS,
            "has_others": any(session.session_id != key for session in mine),
            "sessions": [(session, session.session_id == key) for session in mine],
        }
        return TemplateResponse(request, "admin/accounts/my_sessions.html", context)

    return [path("le-mie-sessioni/", site.admin_view(page), name="my_sessions")]


def _close(request: HttpRequest) -> HttpResponse:
    """Close one of my sessions, or all others: somebody else's is not found among mine."""
    user, now, chosen = colleague(request), timezone.now(), request.POST.get("session", "")
    others = [one for one in sessions.sessions_of(user, now) if one.session_id != request.session.session_key]
    meant = [one for one in others if chosen in (OTHERS, str(one.pk))]
    closed = sessions.close(meant, of=user, by=user, now=now)
    if closed:
        messages.success(request, "Sessione chiusa." if closed == 1 else f"{closed} sessioni chiuse.")
    else:
        messages.info(request, "Non c'è nulla da chiudere: quella sessione era già finita.")
    return redirect("admin:my_sessions")
