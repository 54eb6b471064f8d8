"""The context of the page on which one colleague writes: fields, buttons, the menu, the hours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst

from broadcasts.content.audience import reachable
from broadcasts.launching import undo_window
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.pages.fields.gap_fields import READY, Gaps
from broadcasts.pages.parts import next_step
from broadcasts.pages.parts.available_actions import COPY, offers_of_slices
from broadcasts.pages.parts.buttons import ASK_REVIEW, CANCEL, LAUNCH, buttons_for
from broadcasts.parts.addresses import page_of
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import OfficeCalendar
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import colleague, row_number
from cascina_whatsapp.presentation.formatting.dates import at_clock

from .draft_pages import others_in_words, pages

ON_THE_PAGE = (ASK_REVIEW.name, LAUNCH.name, "trial")
"""Acts that the form has itself."""


def writing_of(
    admin: ModelAdmin, request: HttpRequest, campaign: Campaign | None, form: BaseForm
) -> dict[str, Any]:
    """Collect what it takes to write on this draft, or on a new one, as write.html reads it."""
    user, shown = colleague(request), campaign or Campaign()
    offers = offers_of_slices(user, shown)
    calendar, now = current_calendar(), timezone.now()
    gaps: Gaps | None = getattr(form, "gaps", None)
    may_throw_away = campaign is not None and admin.has_delete_permission(request, campaign)
    return {
        "pages": pages(campaign),
        "to_whom": _to_whom(form),
        "others": others_in_words(campaign, user) if campaign else "",
        "may_launch": next_step.may_launch(user, shown),
        "offers": offers,
        "gaps": [(gap, form[gap.field]) for gap in gaps.fields] if gaps else [],
        "ready_text": gaps.name if gaps else "",
        "ready": str(row_number(request.POST.get(READY) or request.GET.get(READY)) or "")
        if campaign is None
        else "",
        "office": _hours_in_words(calendar, now),
        "is_open": shown.is_urgent or calendar.is_open(now),
        "acts": _acts(campaign, user, offers, may_throw_away=may_throw_away) if campaign else Acts(),
    }


def _to_whom(form: BaseForm) -> dict[str, Any]:
    """The topics and zones to tick, each with how many people it reaches, and how many everybody is."""
    people = reachable()
    boxes = {
        name: [(box, counted[box.data["value"].value]) for box in form[name].subwidgets]
        for name, counted in (("topics", people.topics), ("zones", people.zones))
    }
    return {**boxes, "everybody": people.everybody}


def _hours_in_words(calendar: OfficeCalendar, now: datetime) -> str:
    """Say in Italian until when the office is open, or when what is approved now leaves."""
    asked, closes = undo_window.earliest_start(now), calendar.closing(now)
    if closes and start_window.may_begin(calendar, asked):
        return f"L'ufficio è aperto fino {at_clock(closes)}: un messaggio non urgente parte in queste ore."
    return f"{capfirst(start_window.departure_in_words(asked, calendar, now))}, se non è urgente."


def _acts(campaign: Campaign, user: User, offers: Mapping[str, Act], *, may_throw_away: bool) -> Acts:
    """Collect the menu of a stored draft. Who may write on it may copy it; what can't be thrown away is cancelled."""
    offered = buttons_for(user, campaign)
    more = [button for button in offered if not (button.name in ON_THE_PAGE or button.is_at_once)]
    menu = [act for name, act in offers.items() if name not in ON_THE_PAGE]
    menu += [Act(label=button.label, address=page_of(campaign, button.name)) for button in more]
    menu.append(Act(label=COPY, address=page_of(campaign, "duplicate"), form="elsewhere"))
    if may_throw_away:
        label = "Butta la bozza (30 giorni per riprenderla)"
        menu.append(Act(label=label, address=page_of(campaign, "throw_away"), form="elsewhere"))
    elif CANCEL in offered:
        address = page_of(campaign, CANCEL.name)
        menu.append(Act(label=CANCEL.label, address=address, form="elsewhere", is_final=True))
    return Acts(menu=tuple(menu))
