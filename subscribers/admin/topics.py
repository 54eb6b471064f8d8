"""The topics that citizens can choose: what is written here is a proposal, which a second person lets come true."""

from typing import Any, NoReturn

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.presentation.components import EitherField, OwnFiltersOnly, colleague, page_context
from subscribers.models import Topic, TopicChange
from subscribers.models.people import CHOICES
from subscribers.texts import CannotWrite, proposing, topic_changes

NOTHING_PERSONAL = (
    "Un argomento non deve rivelare nulla di chi lo sceglie: né salute, né origine, né fede, né opinioni. "
    "«Viabilità e cantieri» va bene, «Sostegno ai malati» no."
)
PROPOSED = "Proposto: aspetta una seconda persona. Fino ad allora resta tutto come prima."
FIELDS = ["name", "description", "position", "is_active", "is_alert", "is_invitation"]


class TopicForm(forms.ModelForm):
    """A topic, as long as citizens can still see them all."""

    is_invitation = EitherField(
        label="Che cosa sono i suoi messaggi",
        choices=CHOICES,
        help_text="Un messaggio può essere un invito anche su un argomento di avvisi, mai il contrario.",
    )

    class Meta:
        model = Topic
        fields = FIELDS

    def _post_clean(self) -> None:
        """Add to Django's own checks what a topic must be."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook between fields and instance
        for name, sentence in topic_changes.problems(self.instance).items():
            if name not in self.errors:
                self.add_error(name, sentence)


@admin.register(Topic)
class TopicAdmin(OwnFiltersOnly):
    """The list and the form of the topics that citizens can choose."""

    form = TopicForm
    list_display = ["name", "description", "nature", "position", "is_active"]
    actions = None

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.proposal_view)
        return [path("proposta/<int:pk>/", page, name="subscribers_topic_proposal"), *super().get_urls()]

    @admin.display(description="i suoi messaggi sono", ordering="is_invitation")
    def nature(self, topic: Topic) -> str:
        return "inviti" if topic.is_invitation else "avvisi"

    def get_fieldsets(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        """Show above the fields of a topic what to mind."""
        told = proposing.election_notice(colleague(request), timezone.now()) or NOTHING_PERSONAL
        return [(None, {"fields": FIELDS, "description": told})]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show above the list what waits for a second person, to who may propose or decide."""
        found = topic_changes.waiting() if self._may_read(request) else []
        waiting = [
            (str(topic_changes.as_it_would_be(change)), topic_changes.page_of(change)) for change in found
        ]
        return super().changelist_view(request, {"proposals": waiting, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Propose a new topic."""
        is_sent = request.method == "POST" and self.has_add_permission(request)
        return (is_sent and self._propose(request, None)) or super().add_view(
            request, form_url, extra_context
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Propose other values of a topic; where some wait already, decide on those."""
        topic = self.get_object(request, object_id)
        if topic and self.has_change_permission(request, topic):
            if waiting := topic_changes.waiting(topic):
                return redirect(topic_changes.page_of(waiting[0]))
            if request.method == "POST" and (done := self._propose(request, topic)):
                return done
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Topic, form: forms.ModelForm, change: bool) -> NoReturn:
        """Refuse: nobody changes a topic alone."""
        raise PermissionDenied

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A topic that somebody chose can only be made inactive; one of a broadcast, Django itself keeps."""
        is_unused = obj is None or not obj.followers.exists()
        return super().has_delete_permission(request, obj) and is_unused

    def proposal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A proposal, to be read by a second person, who lets it come true or sends it back. A GET never acts."""
        change, problems = get_object_or_404(TopicChange, pk=pk), []
        if not self._may_read(request):
            raise PermissionDenied
        decision = request.POST.get("decision", "") if request.method == "POST" else ""
        act = {"approve": topic_changes.approve, "aside": topic_changes.put_aside}.get(decision)
        if act:
            try:
                act(change, read=request.POST.get("read", ""), by=colleague(request), now=timezone.now())
            except CannotWrite as refusal:
                problems = refusal.problems
            else:
                told = {"approve": "L'argomento è in vigore da ora.", "aside": "Resta tutto come prima."}
                messages.success(request, told[decision])
                return redirect("admin:subscribers_topic_changelist")
        return self._show(request, change, problems)

    def _propose(self, request: HttpRequest, topic: Topic | None) -> HttpResponse | None:
        """Propose what was written; None where the form has to be mended first."""
        form = self.get_form(request, topic, change=topic is not None)(request.POST, instance=topic)
        if not form.is_valid():
            return None
        names = form.changed_data if topic else FIELDS
        if not names:
            messages.info(request, "Non è cambiato nulla.")
        else:
            try:
                changes = {name: form.cleaned_data[name] for name in names}
                topic_changes.propose(topic, changes, by=colleague(request), now=timezone.now())
                messages.success(request, PROPOSED)
            except CannotWrite as refusal:
                messages.warning(request, str(refusal))
        return redirect("admin:subscribers_topic_changelist")

    def _may_read(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) or request.user.has_perm(topic_changes.MAY_APPROVE)

    def _show(self, request: HttpRequest, change: TopicChange, problems: list[str]) -> HttpResponse:
        by, now = colleague(request), timezone.now()
        before, after = change.topic or Topic(), topic_changes.as_it_would_be(change)
        is_open = change.outcome == TopicChange.Outcome.OPEN
        context = {
            **page_context(self, request, "Argomento da approvare"),
            "subtitle": str(change.topic or after),
            "proposal": change,
            "rows": [
                _row(name, before if change.topic else None, after)
                for name in FIELDS
                if name in change.changes
            ],
            "is_own": change.proposed_by_id == by.pk,
            "objection": topic_changes.why_not_approve(change, by, now) if is_open else proposing.DECIDED,
            "is_open": is_open,
            "problems": problems,
        }
        return TemplateResponse(request, "admin/subscribers/topic/proposal.html", context)


def _row(name: str, before: Topic | None, after: Topic) -> tuple[str, str, str]:
    """Tell a field of a topic in words: what it is, how it was ("" for a new one), how it would be."""
    label = str(label_for_field(name, Topic))
    return label, _in_words(name, before) if before else "", _in_words(name, after)


def _in_words(name: str, topic: Topic) -> str:
    value = getattr(topic, name)
    if name == "is_invitation":
        return "inviti" if value else "avvisi"
    return {True: "sì", False: "no"}[value] if isinstance(value, bool) else str(value) or "–"
