"""The pages of languages: which there are and how far they are; one of them, with its words, buttons and texts.

Proposing and approving are those of every text; these pages show a language's texts together.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.whatsapp_markup import marked
from subscribers import texts
from subscribers.rules.languages import NAMES, written
from subscribers.texts import proposing, several
from subscribers.texts.languages import Standing, begun, definition_key, definitions, progress_of, suggested
from subscribers.texts.proposing import TEXT

from .language_form import LanguageForm, in_words

log = logging.getLogger(__name__)
LIST, ONE = "subscribers_servicetext_languages", "subscribers_servicetext_language"
SAVED = "Salvata, ma non ancora in vigore: ora deve leggerla e approvarla un'altra persona."


class LanguagePages:
    """The pages of the languages. A GET never acts."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def urls(self) -> list[URLPattern]:
        """List the addresses of the pages of languages, below those of the texts."""
        view = self.admin.admin_site.admin_view
        return [
            path("languages/", view(self.overview), name=LIST),
            path("languages/<str:code>/", view(self.one), name=ONE),
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        """Every language that somebody has begun, and those that could be begun."""
        self._check_may_read(request)
        there = begun(timezone.now())
        codes = {progress.language.code for progress in there}
        others = [(several.page_of(code), name) for code, name in NAMES.items() if code not in codes]
        context = {
            **page_context(self.admin, request, "Lingue"),
            "languages": [(progress, several.page_of(progress.language.code)) for progress in there],
            "others": sorted(others, key=lambda other: other[1]),
            "may_write": self.admin.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/subscribers/servicetext/languages.html", context)

    def one(self, request: HttpRequest, code: str) -> HttpResponse:
        """One language: what it consists of, its texts, what waits for a second person."""
        self._check_may_read(request)
        if code not in NAMES:
            raise Http404
        form = LanguageForm(language=suggested(code))
        if request.method != "POST":
            return self._show(request, code, form)
        act = self._action(request)
        try:
            return act(request, code)
        except CannotDecide as refusal:
            written_form = (
                LanguageForm(request.POST, language=suggested(code)) if "note" in request.POST else form
            )
            return self._show(request, code, written_form, refusal.args)

    def _check_may_read(self, request: HttpRequest) -> None:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied

    def _action(self, request: HttpRequest) -> Callable[[HttpRequest, str], HttpResponse]:
        """Return the action of the button that was pressed; raise PermissionDenied for whoever has no right to it."""
        may_write = self.admin.has_add_permission(request)
        may_approve = request.user.has_perm(TEXT.decides)
        pressed = request.POST.get("action", "")
        actions = {
            "propose": (may_write, self._propose),
            "propose-texts": (may_write, self._propose_texts),
            "approve-texts": (may_approve, self._approve_texts),
        }
        allowed, act = actions.get(pressed, (False, self._propose))
        if not allowed:
            raise PermissionDenied
        return act

    def _propose(self, request: HttpRequest, code: str) -> HttpResponse:
        form, now, key = (
            LanguageForm(request.POST, language=suggested(code)),
            timezone.now(),
            definition_key(code),
        )
        if not form.is_valid():
            return self._show(request, code, form)
        draft = texts.Draft(
            body=written(form.language),
            note=form.cleaned_data["note"],
            starts=None,
            seen=request.POST.get("seen", ""),
        )
        text = texts.future(key, now) or texts.next_version(key)
        proposal = proposing.propose(text, draft, by=colleague(request), now=now)
        log.info("text %s: proposal %s by user %s", key, proposal.pk, request.user.pk)
        messages.success(request, SAVED)
        return redirect(several.page_of(code))

    def _propose_texts(self, request: HttpRequest, code: str) -> HttpResponse:
        count = several.propose_drafts(code, by=colleague(request), now=timezone.now())
        messages.success(request, f"{count} testi proposti: ora deve leggerli e approvarli un'altra persona.")
        return redirect(several.page_of(code))

    def _approve_texts(self, request: HttpRequest, code: str) -> HttpResponse:
        read = request.POST.get("read", "")
        count = several.approve_all(code, read=read, by=colleague(request), now=timezone.now())
        messages.success(request, f"{count} testi in {NAMES[code]} sono in vigore da ora.")
        return redirect(several.page_of(code))

    def _show(
        self, request: HttpRequest, code: str, form: LanguageForm, problems: Sequence[str] = ()
    ) -> HttpResponse:
        progress = progress_of(code, timezone.now())
        waiting = [_to_read(proposal, request) for proposal in several.waiting_in(code)]
        context: dict[str, Any] = {
            **page_context(self.admin, request, progress.name),
            "progress": progress,
            "form": form,
            "problems": problems,
            "seen": texts.seen(definition_key(code)),
            "own": TEXT.waiting(definition_key(code)),
            "own_page": _writing(definition_key(code)),
            "rows": [(text, _writing(text.key)) for text in progress.texts],
            "words": in_words(progress.language),
            "drafts": progress.count(Standing.DRAFT),
            "waiting": waiting,
            "to_approve": [one["proposal"] for one in waiting if not one["objection"]],
            "versions": definitions()
            .filter(key=definition_key(code))
            .select_related("author")
            .order_by("-version"),
            "may_write": self.admin.has_add_permission(request),
            "elections": proposing.election_notice(colleague(request), timezone.now()),
            "may_approve": request.user.has_perm(TEXT.decides),
            "list_page": reverse(f"admin:{LIST}"),
        }
        return TemplateResponse(request, "admin/subscribers/servicetext/language.html", context)


def _to_read(proposal: Proposal, request: HttpRequest) -> dict[str, Any]:
    """A translation that waits, beside the Italian words in force, for whoever reads before approving."""
    now = timezone.now()
    italian = texts.in_force_in_italian(proposal.target, now)
    return {
        "proposal": proposal,
        "label": texts.ITALIAN[italian.key].label,
        "page": page_of(proposal),
        "words": marked(texts.filled(proposal.target, proposal.change["body"])),
        "italian": marked(texts.filled(italian.key, italian.body)),
        "objection": TEXT.objection(proposal, colleague(request), now),
    }


def _writing(key: str) -> str:
    return f"{reverse('admin:subscribers_servicetext_add')}?key={key}"
