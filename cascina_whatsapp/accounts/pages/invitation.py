"""The page behind a link of invitation: the owner of the account chooses how to sign in, and is inside.

The secret is in the address for one redirect only: neither the history of the browser's pages nor what they send
along to others has it. Looking changes nothing, so that a mail server which opens links uses none up.
"""

from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from cascina_whatsapp.accounts import invitations
from cascina_whatsapp.accounts.signing_in import attempts
from cascina_whatsapp.accounts.signing_in.attempts import SignInMethod

from . import redirects

DIGEST = "invitation"
"""The key of the session for which invitation was opened: not its secret."""
PASSKEY = "passkey"
"""The value of the button that goes without a password."""


@never_cache
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Remember which link was opened, and leave its address. Of a link that opens nothing, nothing is kept."""
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
    """Choose a password, or a passkey instead, by the link that was opened in this browser."""
    digest = request.session.get(DIGEST, "")
    account = invitations.whose(digest, timezone.now()) if digest else None
    if account is None:
        return _page(request, "over", "Questo invito non vale più")
    if request.method == "POST" and request.POST.get("way") == PASSKEY:
        return _accept(request, digest, None)
    form = SetPasswordForm(account, request.POST if request.method == "POST" else None)
    form.fields["new_password1"].label, form.fields["new_password2"].label = (
        "Password",
        "Di nuovo la password",
    )
    if request.method == "POST" and form.is_valid():
        return _accept(request, digest, form.cleaned_data["new_password1"])
    return _page(request, "choose", "Scegli come entrare", form=form, account=account, passkey=PASSKEY)


def _accept(request: HttpRequest, digest: str, password: str | None) -> HttpResponse:
    account = invitations.accept(digest, password=password, now=timezone.now())
    if account is None:
        return _page(request, "over", "Questo invito non vale più")
    request.session.flush()  # without anything of the browser's last user
    attempts.enter(request, account, SignInMethod.INVITATION, timezone.now())
    inside = "admin:factors" if password is None else "admin:index"  # a passkey is made there
    return redirects.inside(request, account, reverse(inside))


def _page(request: HttpRequest, name: str, title: str, **shown: object) -> HttpResponse:
    """A stranger's page, even where a colleague is signed in."""
    context = {**redirects.frame(request, title), "has_permission": False, **shown}
    return render(request, f"accounts/invitation_{name}.html", context)
