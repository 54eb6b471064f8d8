"""The page of a message from its approval on: how far it came, whom it missed, what it cost, what may be done.

It follows what happens elsewhere (newsroom/js/living.js).
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from broadcasts import launching
from broadcasts.content.attachments.attachment import attached_to
from broadcasts.content.preview import on_the_page, preview_of
from broadcasts.launching.message.stand import CLERKS
from broadcasts.launching.published import published
from broadcasts.models import kept_of
from broadcasts.pages import hooks
from broadcasts.pages.parts.available_actions import offers_of
from broadcasts.pages.parts.buttons import EXPLAIN_PAUSE
from broadcasts.pages.parts.facts import to_whom
from broadcasts.pages.parts.message_page import MessagePage
from broadcasts.parts import panel
from broadcasts.parts.button import Button
from broadcasts.parts.panel import Fact, Panel, asked
from broadcasts.reporting import progress, reading_times, recipient_breakdown, sentences
from broadcasts.reporting.before_and_after import afterwards
from broadcasts.reporting.display_status import Standing
from broadcasts.reporting.files import UNEXPLAINED, Figure, facts_of
from broadcasts.reporting.progress import spread
from broadcasts.reporting.reading_times import ReadingTimes
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import resending, standstill
from broadcasts.steps import approvals
from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.formatting.dates import since_in_words, when
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.presentation.once import page_moment
from subscribers import consent

from .report_files import FILES, MAY_EXPORT

S = Standing
FOLLOWED = (C.APPROVED, C.SENDING, C.PAUSED, C.SUSPENDED, C.SENT, C.CANCELLED)
"""The states in which a message's page follows it; before them it is a form."""


RESEND = Button(
    name="resend",
    label="Manda di nuovo a chi non l'ha ricevuto",
    explanation="Torna in coda per chi non l'ha ricevuto per un motivo che passa: parte negli orari d'ufficio, come "
    "gli altri. Chi l'ha già ricevuto non lo riceve due volte; chi si è cancellato o ha lasciato l'argomento non lo "
    "riceve.",
    permission="steer_campaign",
    states=resending.STATES,
    act=resending.resend,
    objection=lambda campaign, by: launching.why_not_resumed(campaign, by, page_moment()),
    done="Rimesso in coda per chi non l'aveva ricevuto.",
)
"""Shown beside the failures, and only where there is somebody: hence none of the page's other buttons."""
NOTES = {
    S.SCHEDULED: "Se lo correggi torna fra le bozze e va approvato di nuovo. "
    "Se lo sposti soltanto, l'approvazione resta.",
    S.SENDING: "Si ferma al primo clic, senza domande. Poi decidi se riprendere.",
    S.HELD: "Non serve fare niente. Se WhatsApp non li lascia andare lo leggi qui; chi non lo riceve non si paga.",
}


class Follow(MessagePage):
    """A message that is followed."""

    template = "admin/broadcasts/campaign/followed.html"
    stage = "follow"
    resend = RESEND

    # ── What counts now ───────────────────────────────────────────────────────────────────────────────

    @cached_property
    def reasons(self) -> sentences.Reasons:
        return progress.failures_by_reason([self.campaign]) if self.progress.missing else []

    @property
    def sentence(self) -> str:
        """Say whom it reached so far."""
        if not self.campaign.by_whatsapp:
            return sentences.without_whatsapp(self.campaign.status)
        if self.is_withdrawn and self.campaign.status != C.SENT:
            return sentences.ended(self.progress, self.state)
        return sentences.sentence(self.campaign.status, self.progress, self.reasons)

    @cached_property
    def held_back(self) -> str:
        """The sentence on people who had reached their week's limit of messages."""
        return sentences.held_back(self.reasons)

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        """The bar, one unit a person; empty before anything was queued."""
        return recipient_breakdown.parts(self.progress) if self.progress.total else []

    @property
    def bar_in_words(self) -> str:
        return recipient_breakdown.bar_in_words(self.parts)

    @cached_property
    def asked_to_wait(self) -> str:
        return standstill.asked_to_wait(self.campaign, self.now) if self.campaign.status == C.SENDING else ""

    @property
    def goes_on(self) -> str:
        return "" if self.asked_to_wait else super().goes_on

    @cached_property
    def held_up(self) -> str:
        """Say what holds it up on its way."""
        if self.asked_to_wait or not self.forecast:
            return self.asked_to_wait
        if since := progress.still_since(self.campaign):
            return f"Non si muove {since_in_words(since, self.now)}: chi gestisce l'impianto lo sa."
        return spread(self.campaign, self.forecast, self.now)

    @property
    def said(self) -> list[str]:
        """The sentences that follow whom it reached."""
        return panel.said(hooks.SAID, self)

    @cached_property
    def facts(self) -> list[Fact]:
        if self.is_before and self.campaign.may_be_revised and self.campaign.by_whatsapp:
            return super().facts
        return [to_whom(self.campaign, self.progress.total), *self.told_facts]

    @cached_property
    def figures(self) -> list[Panel]:
        """The panels on what became of it."""
        return asked(hooks.PANELS, self, "figures")

    @cached_property
    def more_facts(self) -> list[tuple[str, Figure]]:
        """(what, value), of a time to live and of a message about the service."""
        return facts_of(self.campaign)

    # ── What became of it ─────────────────────────────────────────────────────────────────────────────

    @property
    def has_only_totals(self) -> bool:
        """True once its single deliveries are gone."""
        return bool(kept_of(self.campaign).totals)

    @cached_property
    def reading_times(self) -> ReadingTimes:
        is_read = self.is_over and self.progress.read
        return reading_times.count(self.campaign) if is_read else ReadingTimes()

    @cached_property
    def missing(self) -> list[tuple[int, str, str, str]]:
        """(people, reason, remedy, page of their deliveries, "" once it is gone), the most frequent reason first."""
        deliveries = reverse("admin:broadcasts_delivery_changelist")
        of = {"campaign": self.campaign.pk}
        return [
            (
                people,
                reason or UNEXPLAINED,
                failure_reasons.about(reason),
                "" if self.has_only_totals else f"{deliveries}?{urlencode(of | {'reason': reason})}",
            )
            for reason, people in self.reasons
        ]

    @cached_property
    def resendable(self) -> int:
        """The people to whom it can be sent again, as far as the reader may ask for it."""
        may = self.campaign.status != C.CANCELLED and self.reader.has_perm("broadcasts.steer_campaign")
        return resending.resendable(self.campaign, self.now).count() if may else 0

    @cached_property
    def resend_refused(self) -> str:
        return RESEND.objection(self.campaign, self.reader) if self.resendable else ""

    @property
    def told(self) -> str:
        """The sentence on proven arrivals, of one that the register learns of."""
        is_told = self.campaign.is_recorded and self.campaign.started_at
        return f"è arrivato a {sentences.people(self.campaign.service.told)}" if is_told else ""

    @property
    def told_rule(self) -> str:
        """The rule by which the register finds that proof."""
        return consent.RecordedBroadcast.rule_of(self.campaign.pk)

    @cached_property
    def after(self) -> dict[str, Any] | None:
        """The people who joined and left in the two days from its start; None before it is over."""
        return afterwards(self.campaign, self.now) if self.campaign.finished_at else None

    @cached_property
    def proposal(self) -> tuple[str, str] | None:
        """The words on a correction of it that nobody has decided on, and the page where somebody does."""
        asked = Proposal.objects.open("correction", "withdrawal").filter(target=str(self.campaign.pk))
        one = asked.select_related("asked_by").first() if self.is_public else None
        return (
            (f"{display_name(one.asked_by)}, {when(one.asked_at, self.now)}", page_of(one)) if one else None
        )

    # ── What may be done ──────────────────────────────────────────────────────────────────────────────

    @cached_property
    def is_public(self) -> bool:
        """Tell whether anybody may read it, without WhatsApp."""
        return published(self.now).filter(pk=self.campaign.pk).exists()

    @property
    def offers(self) -> Mapping[str, Act]:
        may_export = self.reader.has_perm(MAY_EXPORT) and self.campaign.started_at is not None
        return offers_of(
            self.reader,
            self.campaign,
            self.standing,
            may_copy=self.admin.has_add_permission(self.request),
            may_delete=self.admin.has_delete_permission(self.request, self.campaign),
            is_public=self.is_public,
            files=FILES if may_export else {},
            more=self.more_offers,
        )

    @property
    def note(self) -> str:  # type: ignore[override]  # of other pages it is a sentence for all states
        """Say what a press means in this state."""
        waiting = self.progress.waiting
        if self.standing in (S.STOPPED, S.LATE) and not approvals.may_approve(self.campaign, self.reader):
            return f"Può riprenderlo {CLERKS}{'' if self.approvers == CLERKS else f': {self.approvers}'}."
        if not self.acts.dark:
            return ""
        if self.standing == S.STOPPED and waiting:
            rest = "alla persona che manca" if waiting == 1 else f"ai {grouped(waiting)} che mancano"
            return f"Se riprendi parte solo {rest}: nessuno lo riceve due volte."
        return NOTES.get(self.standing, "")

    @cached_property
    def explains(self) -> str:
        """The question why, for who stopped or cancelled it; "" for others."""
        what = "annullato" if self.campaign.status == C.CANCELLED else "fermato"
        return f"Perché l'hai {what}" if EXPLAIN_PAUSE.is_for(self.reader, self.campaign) else ""

    @property
    def explained(self) -> str:
        """The reason that they gave so far."""
        step = self._last("paused", "cancelled")
        return step.note if step else ""

    # ── The message itself ────────────────────────────────────────────────────────────────────────────

    @property
    def shown(self) -> dict[str, Any] | None:
        """Nearly everybody's telephone: the message as a template; None without WhatsApp."""
        return preview_of(self.campaign) if self.campaign.by_whatsapp else None

    @property
    def public_page(self) -> dict[str, Any] | None:
        return None if self.campaign.by_whatsapp else on_the_page(self.campaign)

    @property
    def attachment(self) -> dict[str, Any] | None:
        return attached_to(self.campaign)
