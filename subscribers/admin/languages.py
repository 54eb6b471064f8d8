"""The pages of languages: which there are and how far they are; one of them, with its words, buttons and texts.

Proposing and approving are those of every text; these pages show a language's texts together. A GET never acts.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.whatsapp_markup import marked
from cascina_whatsapp.whatsapp.cloud_api.limits import BUTTON_TITLE_LIMIT
from subscribers import texts
from subscribers.models import ServiceText
from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import GROUPS, LABELS, NAMES, SEPARATOR, Language, listed, parts_of, written
from subscribers.texts import proposing
from subscribers.texts.languages import Standing, begun, definition_key, definitions, progress_of, suggested
from subscribers.texts.proposing import TEXT

from .text_page import page_to_write

MAY_READ, MAY_WRITE = "subscribers.view_servicetext", "subscribers.add_servicetext"
SAVED = "Salvata, ma non ancora in vigore: ora deve leggerla e approvarla un'altra persona."
HELP = {
    "joins": "Separate da una virgola. Chi ne scrive una, da sola o con parole gentili, si iscrive.",
    "leaves": "Basta che una frase lo dica. Chi le ha lette in un messaggio potrà usarle per sempre.",
    "chooses": "Chi è iscritto e ne scrive una riceve le risposte in questa lingua.",
    "courtesies": "Grazie, per favore, buongiorno: possono stare accanto alle altre senza dire nulla.",
    "others": "Parole da cui si riconosce la lingua, e che nessuno scrive in italiano.",
}
TITLES = tuple(dict.fromkeys(button.title for button in BUTTONS))
"""Italian titles of the buttons, each once."""
TITLE_FIELDS = {f"title_{number}": title for number, title in enumerate(TITLES)}
ABOUT = ("name", "in_use", *GROUPS, "note")
"""The fields of a language's form that are no titles of buttons."""


class LanguageForm(forms.Form):
    """A language as staff write it. What is wrong with its words, `texts.problems` says."""

    name = forms.CharField(
        label="Nome",
        max_length=30,
        required=False,
        help_text="Come la chiama chi la parla: «Shqip», «Română».",
    )
    in_use = forms.BooleanField(
        label="Si risponde in questa lingua",
        required=False,
        help_text="Solo con tutti i testi necessari in vigore.",
    )
    note = forms.CharField(
        label="Che cosa cambia", max_length=200, help_text="In breve, per chi leggerà la storia della lingua."
    )

    def __init__(self, data: Any = None, *, language: Language) -> None:
        groups = {group: SEPARATOR.join(getattr(language, group)) for group in GROUPS}
        titles = {name: language.titles.get(title, "") for name, title in TITLE_FIELDS.items()}
        super().__init__(data, initial={"name": language.name, "in_use": language.in_use, **groups, **titles})
        self.code = language.code
        for group in GROUPS:
            words = forms.CharField(
                label=LABELS[group],
                required=False,
                max_length=400,
                help_text=HELP[group],
                widget=forms.Textarea({"rows": 2, "class": "short"}),
            )
            self.fields[group] = words
        for name, title in TITLE_FIELDS.items():
            self.fields[name] = forms.CharField(
                label=f"«{title}»", required=False, max_length=BUTTON_TITLE_LIMIT
            )

    @property
    def language(self) -> Language:
        """The language as it was written in the form."""
        told = self.cleaned_data
        return Language(
            code=self.code,
            version=0,
            name=told["name"],
            in_use=told["in_use"],
            **{group: listed(told[group]) for group in GROUPS},
            titles={title: told[name] for name, title in TITLE_FIELDS.items() if told[name]},
        )


@permission_required(MAY_READ, raise_exception=True)
def overview(request: HttpRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    """Show every language that somebody has begun, and those that could be begun."""
    there = begun(timezone.now())
    codes = {progress.language.code for progress in there}
    others = [(proposing.language_page(code), name) for code, name in NAMES.items() if code not in codes]
    context = {
        **page_context(model_admin, request, "Lingue"),
        "languages": [(progress, proposing.language_page(progress.language.code)) for progress in there],
        "others": sorted(others, key=lambda other: other[1]),
        "may_write": model_admin.has_add_permission(request),
    }
    return TemplateResponse(request, "admin/subscribers/servicetext/languages.html", context)


@permission_required(MAY_READ, raise_exception=True)
def language_page(request: HttpRequest, code: str, *, model_admin: ModelAdmin) -> HttpResponse:
    """Show one language: what it consists of, its texts, what waits for a second person."""
    if code not in NAMES:
        raise Http404
    form = LanguageForm(request.POST if "note" in request.POST else None, language=suggested(code))
    problems: Sequence[str] = ()
    if request.method == "POST":
        try:
            if said := _done(request, code, form):
                messages.success(request, said)
                return redirect(proposing.language_page(code))
        except CannotDecide as refusal:
            problems = refusal.args
    context = page_context(model_admin, request, NAMES[code].capitalize())
    context |= {"form": form, "problems": problems, **_shown(request, code, form)}
    return TemplateResponse(request, "admin/subscribers/servicetext/language.html", context)


def _done(request: HttpRequest, code: str, form: LanguageForm) -> str:
    """Do what the button says; return what to say, "" where the form has to be mended. Raises CannotDecide."""
    right, act = ACTS.get(request.POST.get("action", ""), ("", None))
    if act is None or not request.user.has_perm(right):
        raise PermissionDenied
    return act(request, code, form)


def _propose(request: HttpRequest, code: str, form: LanguageForm) -> str:
    if not form.is_valid():
        return ""
    key, now, seen = definition_key(code), timezone.now(), request.POST.get("seen", "")
    draft = texts.Draft(body=written(form.language), note=form.cleaned_data["note"], starts=None, seen=seen)
    text = texts.future(key, now) or texts.next_version(key)
    proposing.propose(text, draft, by=colleague(request), now=now)
    return SAVED


def _propose_texts(request: HttpRequest, code: str, form: LanguageForm) -> str:
    count = proposing.propose_drafts(code, by=colleague(request), now=timezone.now())
    return f"{count} testi proposti: ora deve leggerli e approvarli un'altra persona."


def _approve_texts(request: HttpRequest, code: str, form: LanguageForm) -> str:
    read = request.POST.get("read", "")
    count = proposing.approve_all(code, read=read, by=colleague(request), now=timezone.now())
    return f"{count} testi in {NAMES[code]} sono in vigore da ora."


ACTS = {
    "propose": (MAY_WRITE, _propose),
    "propose-texts": (MAY_WRITE, _propose_texts),
    "approve-texts": (TEXT.decides, _approve_texts),
}
"""Button → the right to press it, and what it does."""


def _shown(request: HttpRequest, code: str, form: LanguageForm) -> dict[str, Any]:
    key, now = definition_key(code), timezone.now()
    progress = progress_of(code, now)
    language, by = progress.language, colleague(request)
    waiting = [_to_read(proposal, request) for proposal in proposing.waiting_in(code)]
    return {
        "progress": progress,
        "about": [form[name] for name in ABOUT],
        "titles": [form[name] for name in TITLE_FIELDS],
        "seen": texts.seen(key),
        "own": TEXT.waiting(key),
        "own_page": page_to_write(key),
        "rows": [(text, page_to_write(text["key"])) for text in progress.texts],
        "words": [
            ("Nome", language.name),
            *((LABELS[group], SEPARATOR.join(getattr(language, group))) for group in GROUPS),
            *((f"«{title}»", language.title(title)) for title in TITLES),
        ],
        "drafts": progress.count(Standing.DRAFT),
        "waiting": waiting,
        "to_approve": [one["proposal"] for one in waiting if not one["objection"]],
        "versions": definitions().filter(key=key).order_by("-version"),
        "may_write": by.has_perm(MAY_WRITE),
        "elections": proposing.election_notice(by, now),
        "may_approve": by.has_perm(TEXT.decides),
        "list_page": reverse("admin:subscribers_servicetext_languages"),
    }


def _to_read(proposal: Proposal, request: HttpRequest) -> dict[str, Any]:
    """A translation that waits, beside the Italian words in force, for whoever reads before approving."""
    now = timezone.now()
    italian = ServiceText.objects.in_force(parts_of(proposal.target)[0], now)
    return {
        "proposal": proposal,
        "label": texts.ITALIAN[italian.key].label,
        "page": page_of(proposal),
        "words": marked(texts.filled(proposal.target, proposal.change["body"])),
        "italian": marked(texts.filled(italian.key, italian.body)),
        "objection": TEXT.objection(proposal, colleague(request), now),
    }
