# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The telephone beside a broadcast, or its public page where no telephone rings: both forms, how much room is left,
who gets it, when and at which cost, and what to think over."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from broadcasts.content import custom_template, custom_template_panel, time_to_live, validation
from broadcasts.content.attached import attached_to
from broadcasts.content.preview import Reach, on_the_page, preview_of, reach
from broadcasts.costs import projected_spend
from broadcasts.editing import drafting
from broadcasts.elections import words
from broadcasts.launching import sending_window
from broadcasts.launching.declaration_panel import panel_of
from broadcasts.models import Campaign, ServiceMessage
from broadcasts.models.office import current_calendar
from broadcasts.outlets import choosing
from broadcasts.reporting.outlook import Outlook, outlook
from broadcasts.rules import invitation_words, occasions, page_buttons, start_window, style_warnings
from broadcasts.rules.states import CAMPAIGN_OVER
from cascina_whatsapp.cloud_api.limits import characters
from cascina_whatsapp.formatting.dates import at_hour, in_rome, moment_from_today
from cascina_whatsapp.formatting.numbers import grouped
from cascina_whatsapp.whatsapp_markup import marked

REGIONS = (
    "shown",
    "title_room",
    "button_room",
    "room",
    "paragraphs",
    "nature",
    "where",
    "period",
    "summary",
    "advice",
)
WITH_PEOPLE = ("summary", "period")
"""The parts that follow the typing, each a template of its own."""
WITHOUT_WHATSAPP = "Nessun telefono, nessun costo"
IF_WHATSAPP = "se lo ha approvato anche WhatsApp"


def preview_context(campaign: Campaign, *, with_people: bool = True, odd_moment: str = "") -> dict[str, Any]:
    """Collect what the preview's templates show. `odd_moment`: what is wrong with the chosen moment."""
    now = timezone.now()
    left = -custom_template.excess(campaign) if campaign.is_unapproved and not campaign.is_service else None
    counted = reach(campaign, now) if with_people and campaign.is_unapproved else None
    return {
        "campaign": campaign,
        "forms": _forms(campaign),
        "page": on_the_page(campaign),
        "draws_telephone": campaign.by_whatsapp
        or campaign.is_editable,  # while it is written that may change
        "most_in_window": bool(counted and counted.in_window * 2 > counted.people),
        "title_length": characters(campaign.title),
        "title_most": Campaign.TITLE_MOST,
        "button_length": characters(campaign.button_label),
        "button_most": page_buttons.LABEL_MOST,
        "left": left,
        "over": -left if left is not None and left < 0 else 0,
        "paragraphs": custom_template_panel.panel_of(campaign),
        "summary": _summary(campaign, counted, odd_moment, now) if counted else None,
        "nature_note": _nature_note(campaign),
        "where_notes": choosing.notes(campaign),
        "missing": _missing(campaign),
        "period": panel_of(campaign, now) if with_people and campaign.is_unapproved else None,
        "warnings": warnings(campaign, now),
        "election_warnings": election_warnings(campaign, now),
        "attachment": attached_to(campaign),
    }


def regions(campaign: Campaign, *, with_people: bool, odd_moment: str = "") -> dict[str, str]:
    """The parts that follow the typing, as HTML; without the people where they have not changed."""
    context = {"preview": preview_context(campaign, with_people=with_people, odd_moment=odd_moment)}
    return {
        name: render_to_string(f"admin/broadcasts/campaign/preview_{name}.html", context)
        for name in REGIONS
        if with_people or name not in WITH_PEOPLE
    }


def problems(campaign: Campaign) -> dict[str, str]:
    """List what is wrong with what has been written, by field; what is still missing is no problem yet."""
    found = validation.content_problems(campaign) if campaign.is_editable else []
    return {
        problem.field: problem.sentence
        for problem in reversed(found)
        if not _is_empty(campaign, problem.field)
    }


def _nature_note(campaign: Campaign) -> str:
    """Name the topics that make an invitation of what its writer calls a notice; "" where none does."""
    names = [f"«{topic.name}»" for topic in campaign.chosen_topics if topic.is_invitation]
    if campaign.as_invitation or not names:
        return ""
    return (
        f"Parte come invito: {' e '.join(names)} è per gli inviti."
        if len(names) == 1
        else (f"Parte come invito: {' e '.join(names)} sono per gli inviti.")
    )


def warnings(campaign: Campaign, now: datetime) -> list[str]:
    """List the advice on words, event and attachment; texts of the service need none."""
    if campaign.is_service:
        return []
    return [
        *style_warnings.warnings(
            title=campaign.title,
            body=campaign.body,
            link=f"{campaign.link}\n{campaign.button_link}",
            is_alert=campaign.is_alert,
            official_sites=settings.OFFICIAL_SITES,
        ),
        *([] if campaign.is_invitation else invitation_words.warnings(_words_of(campaign))),
        *occasions.warnings(campaign.occasion, leaves=campaign.scheduled_for, now=now),
        *(campaign.attachment_facts.get("warnings", []) if campaign.attachment else []),
    ]


def _words_of(campaign: Campaign) -> str:
    return "\n".join([campaign.title, campaign.body, campaign.button_label])


def election_warnings(campaign: Campaign, now: datetime) -> list[str]:
    """List the words to weigh in an electoral period that holds or comes; [] for what is over or leaves outside."""
    if (
        campaign.is_service
        or campaign.status in CAMPAIGN_OVER
        or not sending_window.Plan(campaign, now).is_watched
    ):
        return []
    return words.warnings(campaign)


def _forms(campaign: Campaign) -> list[dict[str, Any]]:
    forms = [("template", "Chi non ci ha scritto oggi", False)]
    if settings.FREE_FORM_IN_WINDOW:
        forms.append(("free", "Chi ci ha scritto oggi", True))
    return [_form(campaign, *form) for form in forms]


def _form(campaign: Campaign, name: str, label: str, in_window: bool) -> dict[str, Any]:
    shown = preview_of(campaign, in_window=in_window)
    return {"name": name, "label": label, "in_window": in_window, "shown": shown, "words": marked(shown.body)}


def _summary(campaign: Campaign, counted: Reach, odd_moment: str, now: datetime) -> dict[str, Any]:
    """Sum up people, cost and time in one line, and below it what stands in the way."""
    if not campaign.is_addressed:
        return {"people": "", "parts": ["Scegli a chi va per sapere a quante persone arriva"]}
    if not campaign.by_whatsapp:
        planned = outlook(campaign, now)
        return {"people": "", "parts": [WITHOUT_WHATSAPP, odd_moment or _departure(campaign, planned, now)]}
    people = "1 persona" if counted.people == 1 else f"{grouped(counted.people)} persone"
    if not counted.people:
        return {"people": people, "parts": ["nessuno lo riceverebbe"]}
    if campaign.to_everybody:
        people = f"{people}, tutti gli iscritti"
    outlay = projected_spend.outlay(campaign, now)
    planned = outlook(campaign, now)
    return {
        "people": people,
        "parts": [outlay.estimate.total_in_words, odd_moment or _departure(campaign, planned, now)],
        "outlay": outlay,
        "notes": list(
            filter(None, [time_to_live.told(campaign), planned.limit if planned.is_spread else ""])
        ),
    }


def _departure(campaign: Campaign, planned: Outlook, now: datetime) -> str:
    """Say in Italian when the first and the last message would leave; a moment in closed hours says so."""
    if planned.leaves is None:
        return "non partirebbe: non è prevista nessuna apertura"
    leaves, chosen = moment_from_today(planned.leaves, now), campaign.scheduled_for
    is_now = chosen is None or start_window.is_past(chosen, now)
    if custom_template.awaits_meta(campaign):
        return "parte appena lo approva anche WhatsApp" if is_now else f"parte {leaves}, {IF_WHATSAPP}"
    if chosen is None or is_now:
        return f"approvato adesso parte {leaves}{_end(planned, now)}"
    calendar = None if campaign.is_urgent else current_calendar()
    due = start_window.moment_due(chosen, calendar)
    if due and planned.leaves > due:  # others go first, or the daily limit is used up
        return f"parte {leaves}, dopo gli altri messaggi"
    return f"parte {start_window.departure_in_words(chosen, calendar, now)}"


def _end(planned: Outlook, now: datetime) -> str:
    """Say when a sending ends: ", finisce alle 10:53", with another day's name; "" if at once, or unknown."""
    if planned.ends is None or planned.leaves is None:
        return ""
    begins, ends = in_rome(planned.leaves), in_rome(planned.ends)
    if begins.date() != ends.date():
        return f", finisce {moment_from_today(planned.ends, now)}"
    is_at_once = (begins.hour, begins.minute) == (ends.hour, ends.minute)
    return "" if is_at_once else f", finisce {at_hour(ends.hour, ends.minute)}"


def _missing(campaign: Campaign) -> list[str]:
    """The fields that a draft still lacks, by their names on the form."""
    if not campaign.is_unapproved:
        return []
    empty = [
        problem.field
        for problem in validation.content_problems(campaign)
        if _is_empty(campaign, problem.field)
    ]
    rows = (Campaign, ServiceMessage)
    fields = [field for row in rows for field in (*row._meta.fields, *row._meta.many_to_many)]
    names = {field.name: str(field.verbose_name) for field in fields}
    return [names[name] for name in empty]


def _is_empty(campaign: Campaign, field: str) -> bool:
    if field == "topics":
        return not campaign.is_addressed
    return bool(field) and not str(getattr(_row_with(campaign, field), field) or "").strip()


def _row_with(campaign: Campaign, field: str) -> Campaign | ServiceMessage:
    """The row that has this field: the details are those of the message about the service."""
    return campaign.service if field in drafting.OF_SERVICE else campaign
