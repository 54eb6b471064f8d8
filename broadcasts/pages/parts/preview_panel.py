"""The panel beside a broadcast: the telephone, or its public page where no telephone rings; room left, people, moment
and cost, what is missing or wrong, and what to think over.
"""

import re
from datetime import datetime
from typing import Any

from django.conf import settings

from broadcasts.content import custom_template, time_to_live, validation
from broadcasts.content.alert_facts import alert_facts
from broadcasts.content.attachments.attachment import attached_to
from broadcasts.content.custom_template_panel import panel_of as template_panel_of
from broadcasts.content.preview import on_the_page, preview_of
from broadcasts.launching.departure import Departure
from broadcasts.launching.drafts.drafting import OF_SERVICE
from broadcasts.models import Campaign, ServiceMessage
from broadcasts.pages import hooks
from broadcasts.parts import panel
from broadcasts.parts.panel import asked
from broadcasts.reporting import sentences
from broadcasts.reporting.daily_limit import number_status
from broadcasts.rules import occasions
from broadcasts.rules.cap.facts import in_a_line
from broadcasts.rules.words import (
    invitation_words,
    page_buttons,
    personal_numbers,
    style_warnings,
    written_dates,
)
from broadcasts.rules.words.addressees import goes_beyond
from broadcasts.rules.words.placeholders import gaps_in
from broadcasts.rules.words.written_dates import Doubt
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.whatsapp.cloud_api.limits import characters

TO_WHOM = "Scegli a chi va per sapere a quante persone arriva"
WITHOUT_WHATSAPP = "Nessun telefono, nessun costo"


def preview_panel_of(plan: Plan, *, with_people: bool = True, odd_moment: str = "") -> dict[str, Any]:
    """The panel of this broadcast, however unfinished, as things stand. Sentences are Italian, moments Cascina's.

    `odd_moment`: what is wrong with the moment chosen. `left`: the characters that the text may still have, None once
    it can't change any more; `over`: by how many it is too long. `missing`: the fields that a draft still lacks, by
    their names on the form; `problems`: field → what is wrong with what was written there. `summary` and `panels` are
    empty without the people, and once it is approved.
    """
    campaign, now = plan.campaign, plan.now
    counts = with_people and campaign.is_unapproved
    template = template_panel_of(campaign)
    found = validation.content_problems(campaign) if campaign.is_unapproved else []
    empty = [problem.field for problem in found if _is_empty(campaign, problem.field)]
    is_counted = campaign.is_unapproved and not campaign.is_service
    left = -custom_template.excess(campaign) if is_counted else None
    return {
        "campaign": campaign,
        "message": preview_of(campaign),
        "page": on_the_page(campaign),
        "title_room": _room(campaign.title, Campaign.TITLE_MOST),
        "button_room": _room(campaign.button_label, page_buttons.LABEL_MOST),
        "left": left,
        "over": max(0, -(left or 0)),
        "custom_template": template,
        "after_refusal": [ask(campaign) for ask in hooks.AFTER_REFUSAL]
        if template.get("was_refused")
        else [],
        "summary": _summary(plan, odd_moment) if counts else None,
        "nature_note": _nature_note(campaign),
        "alert": in_a_line(alert_facts(campaign)) if campaign.has_alert_topic else "",
        "regions": dict(region for ask in hooks.REGIONS for region in ask(plan).items()),
        "missing": _names_of(empty),
        "problems": {
            problem.field: problem.sentence
            for problem in reversed(found)
            if campaign.is_editable and problem.field not in empty
        },
        "panels": asked(hooks.BESIDE_FORM, plan) if counts else [],
        "gaps": gaps_in(campaign.title, campaign.body) if campaign.is_unapproved else [],
        "warnings": _warnings(campaign, now),
        "doubts": _doubts(plan),
        "advice": asked(hooks.ADVICE, plan),
        "attachment": attached_to(campaign),
    }


def _room(words: str, most: int) -> dict[str, int]:
    """Count the characters of a short field."""
    return {"length": characters(words), "most": most}


def _nature_note(campaign: Campaign) -> str:
    names = [f"«{topic.name}»" for topic in campaign.chosen_topics if topic.is_invitation]
    if campaign.as_invitation or not names:
        return ""
    are = "è per gli inviti" if len(names) == 1 else "sono per gli inviti"
    return f"Parte come invito: {' e '.join(names)} {are}."


def _warnings(campaign: Campaign, now: datetime) -> list[str]:
    """List what to think over: words, event, attachment. The texts of the service have been thought over."""
    if campaign.is_service:
        return []
    whole = "\n".join([campaign.title, campaign.body, campaign.button_label])
    # While it is written, the file's own field says what to think over about the file.
    about_its_file = campaign.attachment_facts.get("warnings", []) if campaign.attachment else []
    return [
        *style_warnings.warnings(
            title=campaign.title,
            body=campaign.body,
            link=f"{campaign.link}\n{campaign.button_link}",
            is_alert=campaign.is_alert,
            official_sites=settings.OFFICIAL_SITES,
        ),
        *([] if campaign.is_invitation else invitation_words.warnings(whole)),
        *occasions.warnings(campaign.occasion, leaves=campaign.scheduled_for, now=now),
        *([] if campaign.is_editable else about_its_file),
    ]


def _doubts(plan: Plan) -> list[Doubt]:
    """List the passages to think over until it is approved: days, and the numbers of people."""
    if plan.campaign.is_service or not plan.campaign.is_unapproved:
        return []
    text, office = f"{plan.campaign.title}\n{plan.campaign.body}", settings.TEXT_VARIABLES["numero_verde"]
    numbers = personal_numbers.doubts(
        text,
        is_ours=lambda digits: re.sub(r"\D", "", number_status().display_number).endswith(digits[-9:]),
        office=office,
    )
    return [*written_dates.doubts(text, day_of(plan.leaves)), *numbers]


def _summary(plan: Plan, odd_moment: str) -> dict[str, Any]:
    """Write people, cost and time in one line (`people`, `parts`), and below it what stands in the way (`notes`)."""
    campaign = plan.campaign
    if not campaign.is_addressed:
        return {"parts": [TO_WHOM]}
    departure = Departure(campaign, plan.now)
    planned = departure.outlook(plan.situation)
    leaves = odd_moment or departure.foreseen(planned)
    if not campaign.by_whatsapp:
        return {"parts": [WITHOUT_WHATSAPP, leaves]}
    people = sentences.people(plan.reach.people)
    if not plan.reach.people:
        return {"people": people, "parts": ["nessuno lo riceverebbe"]}
    whole = ", tutti gli iscritti" if campaign.to_everybody and not campaign.binding_zones else ""
    return {
        "people": f"{people}{whole}",
        "parts": [*panel.said(hooks.IN_LINE, plan), leaves],
        "warnings": [sentence for sentence, _ in panel.warnings(hooks.WARNINGS, plan)],
        "notes": [*filter(None, [*_about_zones(campaign), time_to_live.told(campaign), planned.spread])],
    }


def _about_zones(campaign: Campaign) -> list[str]:
    """Say that an alert goes beyond its zones, or that they leave too few people."""
    beyond = goes_beyond(campaign.ignored_zones) if campaign.ignored_zones else ""
    return [beyond, *(problem.sentence for problem in validation.zone_problems(campaign))]


def _names_of(names: list[str]) -> list[str]:
    fields = [
        field for row in (Campaign, ServiceMessage) for field in (*row._meta.fields, *row._meta.many_to_many)
    ]
    labels = {field.name: str(field.verbose_name) for field in fields}
    return [labels[name] for name in names]


def _is_empty(campaign: Campaign, field: str) -> bool:
    """Tell whether nothing is written yet; the details are those of a message about the service."""
    if field == "topics":
        return not campaign.is_addressed
    row = campaign.service if field in OF_SERVICE else campaign
    return bool(field) and not str(getattr(row, field) or "").strip()
