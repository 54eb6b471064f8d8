# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The telephone beside a broadcast: both forms, how much room is left, who gets it, when and at which cost, and
what to mend or think over."""

import zlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from broadcasts.content import custom_template, message, validation
from broadcasts.content.preview import Reach, preview_of, reach
from broadcasts.costs import outlays
from broadcasts.editing import drafting
from broadcasts.models import Campaign, ServiceMessage
from broadcasts.rules import style_warnings
from cascina_whatsapp.formatting.dates import moment_from_today
from cascina_whatsapp.formatting.numbers import grouped
from cascina_whatsapp.whatsapp_markup import marked

from .outlook import outlook

REGIONS = ("bubbles", "room", "people", "advice")
"""The parts that follow the typing, each a template of its own."""
WAITS_FOR_META = "Prima, però, WhatsApp deve approvare il modello su misura."


def preview_context(campaign: Campaign, *, with_people: bool = True) -> dict[str, Any]:
    """What the preview's templates show."""
    now = timezone.now()
    left = -custom_template.excess(campaign) if campaign.is_unapproved and not campaign.is_service else None
    counted = reach(campaign, now) if with_people and campaign.is_unapproved else None
    return {
        "campaign": campaign,
        "forms": _forms(campaign),
        "most_in_window": bool(counted and counted.in_window * 2 > counted.people),
        "left": left,
        "over": -left if left is not None and left < 0 else 0,
        "people": _people(counted, campaign) if counted else "",
        "course": _course(campaign, now) if counted and counted.people else "",
        "outlay": outlays.outlay(campaign, now) if counted and campaign.is_addressed else None,
        "problems": _problems(campaign),
        "missing": _missing(campaign),
        "warnings": warnings(campaign),
        "attachment": attachment(campaign),
    }


def regions(campaign: Campaign, *, with_people: bool) -> dict[str, str]:
    """The parts that follow the typing, as HTML; without the people where they have not changed."""
    context = {"preview": preview_context(campaign, with_people=with_people)}
    return {
        name: render_to_string(f"admin/broadcasts/campaign/preview_{name}.html", context)
        for name in REGIONS
        if with_people or name != "people"
    }


def _version(campaign: Campaign) -> int:
    """Changes with the file, not with the words: drawing a picture takes a process, and few are drawn at once."""
    return zlib.crc32(f"{campaign.attachment.name} {campaign.attachment_facts}".encode())


def attachment(campaign: Campaign) -> dict[str, Any]:
    """Its address, its picture, and what there is to say about it; empty where there is none."""
    if not (campaign.pk and campaign.attachment):
        return {}
    facts = campaign.attachment_facts
    thumbnail = reverse("admin:broadcasts_campaign_thumbnail", args=[campaign.pk])
    return {
        "page": reverse("admin:broadcasts_campaign_attachment", args=[campaign.pk]),
        "thumbnail": f"{thumbnail}?v={_version(campaign)}",
        "name": message.filename(campaign),
        "size": _size(facts),
        "changed": facts.get("changed", []),
        "warnings": facts.get("warnings", []),
    }


def warnings(campaign: Campaign) -> list[str]:
    """What to think over, of the words and of the attachment; the texts of the service have been thought over."""
    if campaign.is_service:
        return []
    return [
        *style_warnings.warnings(
            title=campaign.title,
            body=campaign.body,
            link=campaign.link,
            is_alert=campaign.is_alert,
            official_sites=settings.OFFICIAL_SITES,
        ),
        *(campaign.attachment_facts.get("warnings", []) if campaign.attachment else []),
    ]


def _forms(campaign: Campaign) -> list[dict[str, Any]]:
    forms = [("template", "Chi non ci scrive da un giorno", False)]
    if settings.FREE_FORM_IN_WINDOW:
        forms.append(("free", "Chi ci ha scritto nelle ultime 24 ore", True))
    return [_form(campaign, *form) for form in forms]


def _form(campaign: Campaign, name: str, label: str, in_window: bool) -> dict[str, Any]:
    shown = preview_of(campaign, in_window=in_window)
    return {"name": name, "label": label, "in_window": in_window, "shown": shown, "words": marked(shown.body)}


def _people(counted: Reach, campaign: Campaign) -> str:
    if not campaign.is_addressed:
        return "Scegli a chi va per sapere a quante persone arriva."
    if counted.people == 1:
        return "Lo riceverebbe ora 1 persona."
    people, inside = (grouped(number) for number in (counted.people, counted.in_window))
    some = f", {inside} delle quali ci hanno scritto nelle ultime 24 ore" if counted.in_window else ""
    return f"Lo riceverebbero ora {people} persone{some}."


def _course(campaign: Campaign, now: datetime) -> str:
    """When the first and the last message would leave, if it were approved now; and what the daily limit means."""
    planned = outlook(campaign, now)
    if planned.leaves is None:
        return "Non partirebbe: nessuna apertura prevista."
    begins = f"Approvato ora, il primo messaggio parte {moment_from_today(planned.leaves, now)}"
    ends = moment_from_today(planned.ends, now) if planned.ends else "in un momento che non si sa ancora"
    waits = WAITS_FOR_META if custom_template.is_needed(campaign) and not _is_approved(campaign) else ""
    return " ".join(filter(None, [f"{begins}, l'ultimo {ends}.", waits, planned.limit]))


def _is_approved(campaign: Campaign) -> bool:
    """Whether the text's custom template may be used already."""
    own = custom_template.current(campaign)
    return bool(own and own.is_usable)


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


def _problems(campaign: Campaign) -> list[str]:
    """What is wrong with what has been written."""
    if not campaign.is_unapproved:
        return []
    found = validation.content_problems(campaign)
    return [problem.sentence for problem in found if not _is_empty(campaign, problem.field)]


def _is_empty(campaign: Campaign, field: str) -> bool:
    if field == "topics":
        return not campaign.is_addressed
    return bool(field) and not str(getattr(_row_with(campaign, field), field) or "").strip()


def _row_with(campaign: Campaign, field: str) -> Campaign | ServiceMessage:
    """The row that has this field: the details are those of the message about the service."""
    return campaign.service if field in drafting.OF_SERVICE else campaign


def _size(facts: dict[str, Any]) -> str:
    """ "2 pagine, 118,0 KB" or "800 × 600 pixel, 34,2 KB"; what was taken in before facts were kept has none."""
    words = []
    if pages := facts.get("pages"):
        words.append("1 pagina" if pages == 1 else f"{pages} pagine")
    if width := facts.get("width"):
        words.append(f"{width} × {facts['height']} pixel")
    if size := facts.get("bytes"):
        words.append(filesizeformat(size))
    return ", ".join(words)
