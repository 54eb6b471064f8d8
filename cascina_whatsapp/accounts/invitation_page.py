# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page behind a link of invitation: the owner of the account chooses how to sign in, and is inside.

The secret is in the address for one redirect only: neither the history of the browser's pages nor what they send
along to others has it. Looking changes nothing, so that a mail server which opens links uses none up.
"""

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from . import invitations

DIGEST = "invitation"
"""Where the session keeps which invitation was opened: not its secret."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Remember whose link it is, and leave its address. Of a link that opens nothing, nothing is kept."""
    digest = invitations.digest_of(secret)
    if invitations.whose(digest, timezone.now()) is not None:
        request.session[DIGEST] = digest
    else:
        request.session.pop(DIGEST, None)
    return redirect("invitation")


@never_cache
@csrf_protect
@sensitive_post_parameters()
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a password, by the link that was opened in this browser."""
    digest, now = request.session.get(DIGEST, ""), timezone.now()
    account = invitations.whose(digest, now) if digest else None
    if account is None:
        return _page(request, "over", "Questo invito non vale più")
    form = SetPasswordForm(account, request.POST if request.method == "POST" else None)
    form.fields["new_password1"].label, form.fields["new_password2"].label = (
        "Password",
        "Di nuovo la password",
    )
    if request.method == "POST" and form.is_valid():
        return _accept(request, digest, form.cleaned_data["new_password1"])
    return _page(request, "choose", "Scegli come entrare", form=form, account=account)


def _accept(request: HttpRequest, digest: str, password: str) -> HttpResponse:
    try:
        account = invitations.accept(digest, password=password, now=timezone.now())
    except invitations.NotValid:
        return _page(request, "over", "Questo invito non vale più")
    return _enter(request, account)


def _enter(request: HttpRequest, account: User) -> HttpResponse:
    """Nothing of whoever used this browser before comes along."""
    request.session.flush()
    login(request, account, backend=BACKEND)
    return redirect("admin:index")


def _page(request: HttpRequest, name: str, title: str, **shown: object) -> HttpResponse:
    """A stranger's page: the site's frame without its menus, even where a colleague is signed in."""
    frame = {**admin.site.each_context(request), "has_permission": False, "is_nav_sidebar_enabled": False}
    context = {**frame, "title": title, **shown}
    return TemplateResponse(request, f"accounts/invitation_{name}.html", context)
