"""The means that one colleague has on the page on which they write: fields, buttons, the menu, the hours."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from broadcasts.admin.fields.audience_field import Choices, choices_of
from broadcasts.admin.fields.gap_fields import READY, Gap, Gaps
from broadcasts.admin.parts import next_step
from broadcasts.admin.parts.buttons import ASK_REVIEW, CANCEL, LAUNCH, SUBMIT_TEMPLATE, buttons_for
from broadcasts.admin.parts.offers import COPY
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.rules.office_hours import OfficeCalendar
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import colleague, row_number
from cascina_whatsapp.presentation.formatting import dates as in_words
from cascina_whatsapp.presentation.formatting.dates import at_clock

from . import line_breaks
from .draft_pages import others_in_words, pages
from .trial_page import may_try

ON_THE_PAGE = (ASK_REVIEW, LAUNCH, SUBMIT_TEMPLATE)
"""Buttons that the form has itself."""


@dataclass(frozen=True)
class Writing:
    """The means that one colleague has on the page on which they write."""

    pages: dict[str, str]
    """The addresses that the page's script needs: name → path."""
    to_whom: Choices
    others: str
    """The other people who have it open now."""
    may_launch: bool
    may_try: bool
    gaps: list[tuple[Gap, BoundField]]
    """The gaps of the ready text with which it began, as fields; none where it is written freely."""
    ready_text: str
    """The name of that ready text, or ""."""
    ready: str
    """Its number, for a draft that is not stored yet."""
    office: str
    """The sentence on the office's hours: what is not urgent leaves within them."""
    is_open: bool
    """True where what is approved now may leave now."""
    acts: Acts
    """What one seldom does with a draft, in the menu "…"."""
    lines_can_be_put_back: bool
    """True where the text has just lost its new lines."""


def writing_of(admin: ModelAdmin, request: HttpRequest, campaign: Campaign | None, form: BaseForm) -> Writing:
    """Collect the means to write on this draft, or on a new one."""
    user, shown = colleague(request), campaign or Campaign()
    calendar, now = current_calendar(), timezone.now()
    gaps: Gaps | None = getattr(form, "gaps", None)
    may_throw_away = campaign is not None and admin.has_delete_permission(request, campaign)
    return Writing(
        pages=pages(campaign),
        to_whom=choices_of(form),
        others=others_in_words(campaign, user) if campaign else "",
        may_launch=next_step.may_launch(user, shown),
        may_try=may_try(user, shown),
        gaps=[(gap, form[gap.field]) for gap in gaps.fields] if gaps else [],
        ready_text=gaps.name if gaps else "",
        ready=str(row_number(request.POST.get(READY) or request.GET.get(READY)) or "")
        if campaign is None
        else "",
        office=_hours_in_words(calendar, now),
        is_open=shown.is_urgent or calendar.is_open(now),
        acts=_acts(campaign, user, may_throw_away=may_throw_away) if campaign else Acts(),
        lines_can_be_put_back=line_breaks.can_be_put_back(request, shown),
    )


def _hours_in_words(calendar: OfficeCalendar, now: datetime) -> str:
    """Say in Italian until when the office is open, or when what is approved now leaves."""
    if closes := calendar.closing(now):
        return f"L'ufficio è aperto fino {at_clock(closes)}: un messaggio non urgente parte in queste ore."
    opens = calendar.next_opening(now)
    leaves = (
        f"alla prossima apertura, {in_words.when(opens, now)}" if opens else "quando ci saranno degli orari"
    )
    return f"Adesso l'ufficio è chiuso: un messaggio non urgente parte {leaves}."


def _acts(campaign: Campaign, user: User, *, may_throw_away: bool) -> Acts:
    """Collect the menu of a stored draft. Who may write on it may copy it; what can't be thrown away is cancelled."""
    offered = buttons_for(user, campaign)
    more = [button for button in offered if not (button in ON_THE_PAGE or button.is_at_once)]
    menu = [Act(label=button.label, address=_page(button.name, campaign.pk)) for button in more]
    menu.append(Act(label=COPY, address=_page("duplicate", campaign.pk), form="elsewhere"))
    if may_throw_away:
        label = "Butta la bozza (30 giorni per riprenderla)"
        menu.append(Act(label=label, address=_page("throw_away", campaign.pk), form="elsewhere"))
    elif CANCEL in offered:
        address = _page(CANCEL.name, campaign.pk)
        menu.append(Act(label=CANCEL.label, address=address, form="elsewhere", is_final=True))
    return Acts(menu=tuple(menu))


def _page(name: str, pk: int) -> str:
    return reverse(f"admin:broadcasts_campaign_{name}", args=[pk])
