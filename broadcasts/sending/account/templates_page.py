"""The page of the templates, made once: what to look at, what is ready, and what one message alone needs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from broadcasts.content import custom_template_panel
from broadcasts.content.service import service_messages
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import alert_templates, standard_templates, template_states
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from .number_page import TONES
from .sync import names_of_base

SUBMITTABLE = {template_states.MISSING, "DELETED", "REJECTED"}
"""A disabled or locked one can't be changed: Meta wants another name."""
WITH = {"text": "", "image": " con immagine", "document": " con PDF"}
DEARER = "WhatsApp la tratta come un invito, che costa di più. Si chiede di rivederla in Gestione WhatsApp."
OWN_AT_MOST = 100
"""The templates made for one message that the page lists, the newest ones."""


def campaign_of(template: WhatsAppTemplate) -> Campaign | None:
    """The broadcast that a custom template was made for; None: of no other, or not any more."""
    return getattr(template, "campaign", None)


def templates_page(now: datetime) -> dict[str, Any]:
    """The page as things stand. As many queries for a hundred templates as for twelve.

    Of each, `key`: the name by which its button submits it, "" where there is nothing to submit; `page`: the row
    whose page tells more, None for one that WhatsApp lacks; `campaign`: the broadcast that it was made for.
    """
    texts = service_messages.texts_in_use(now)
    labels = _labels() | {key: service_messages.label(text) for key, text in texts.items()}
    names = names_of_base(now)
    rows = {row.name: row for row in WhatsAppTemplate.objects.filter(name__in=names.values())}
    frames = [(_frame(labels[key], key, rows.get(name)), rows.get(name)) for key, name in names.items()]
    states = template_states
    ready = [frame for frame, row in frames if row and row.is_usable and not _is_dearer(row)]
    waiting = [frame for frame, row in frames if row and row.status in states.WAITING]
    others = [frame for frame, _ in frames if frame not in ready and frame not in waiting]
    own = WhatsAppTemplate.objects.exclude(fingerprint="").select_related("campaign").order_by("-pk")
    return {
        "to_look_at": others,
        "being_read": waiting,
        "ready": ready,
        "own": [_own(row, now) for row in own[:OWN_AT_MOST]],
    }


def _is_dearer(row: WhatsAppTemplate) -> bool:
    """Tell whether WhatsApp bills a template for notices as an invitation."""
    templates = standard_templates.SET_OF.get(row.name)
    return row.category == standard_templates.MARKETING and not (templates and templates.is_invitation)


def _labels() -> dict[str, str]:
    """Address key of each template for news → its name: "Avviso", "Invito con immagine", "Allerta con PDF"."""
    labels = {}
    for key, (templates, kind) in standard_templates.KEYS.items():
        page = ", con un pulsante" if templates.has_page else ""
        labels[key] = f"{'Invito' if templates.is_invitation else 'Avviso'}{WITH[kind]}{page}"
    return labels | {key: f"Allerta{WITH[kind]}" for key, kind in alert_templates.KINDS.items()}


def _frame(label: str, key: str, row: WhatsAppTemplate | None) -> dict[str, Any]:
    status = row.status if row else template_states.MISSING
    state = template_states.state(status)
    frame = {"label": label, "state": state.label, "tone": TONES.get(state.tone, ""), "page": row and row.pk}
    if row is None:
        return frame | {"state": "Manca", "about": state.advice, "key": key}
    if row.is_usable and _is_dearer(row):
        return frame | {"state": "Costa di più", "tone": "wait", "about": DEARER}
    if row.is_usable:
        return frame
    submits = key if status in SUBMITTABLE else ""
    return frame | {"about": custom_template_panel.advice(row), "key": submits}


def _own(row: WhatsAppTemplate, now: datetime) -> dict[str, Any]:
    """Tell how the template of one message stands; the message's own page says what to do."""
    campaign, state = campaign_of(row), template_states.state(row.status)
    sent = f"mandato {in_a_sentence(row.submitted_at, now)}" if row.submitted_at else "non ancora mandato"
    facts: Iterable[str] = (sent, "" if row.is_usable else custom_template_panel.advice(row))
    return {
        "label": str(campaign) if campaign else "Messaggio che non c'è più",
        "state": state.label,
        "tone": TONES.get(state.tone, ""),
        "about": " · ".join(filter(None, facts)),
        "page": row.pk,
        "campaign": campaign,
    }
