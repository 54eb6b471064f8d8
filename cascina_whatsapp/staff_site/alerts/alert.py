"""The alerts about standard templates that can't be sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Subquery
from django.urls import reverse

from broadcasts.models import WhatsAppTemplate
from broadcasts.parts.desk import Alert
from broadcasts.rules import standard_templates

KINDS = {
    "text": "messaggi di testo",
    "image": "immagini",
    "document": "PDF",
    "invitation_text": "inviti di testo",
    "invitation_image": "inviti con immagini",
    "invitation_document": "inviti con PDF",
}
"""Key of a standard template → what it is for."""
USABLE = "APPROVED"
TEMPLATE_TROUBLE = {
    None: ("A WhatsApp manca", "Va mandato da leggere: lo fa chi amministra il sistema.", True),
    "PENDING": ("WhatsApp sta leggendo", "Di solito bastano pochi minuti: non serve altro.", False),
    "IN_APPEAL": ("WhatsApp sta rileggendo", "Aspetta la sua risposta.", False),
    "SUBMITTING": ("Sta andando a WhatsApp", "Di solito bastano pochi minuti: non serve altro.", False),
    "PAUSED": ("WhatsApp ha sospeso", "Riparte da solo, di solito dopo qualche ora: non insistere.", True),
    "REJECTED": ("WhatsApp ha rifiutato", "Leggi il motivo: va corretto e mandato di nuovo.", True),
    "DISABLED": (
        "WhatsApp ha disattivato",
        "Non si riattiva: chi amministra il sistema deve mandarne uno nuovo.",
        True,
    ),
}
OTHER_TROUBLE = ("WhatsApp non lascia usare", "Chi amministra l'account guarda in Gestione WhatsApp.", True)


def columns() -> dict[str, Any]:
    """Build the sub-queries of Meta's word on each template, as annotations of one row."""
    rows = WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE)
    return {
        f"template_{key}": Subquery(rows.filter(name=name).values("status")[:1])
        for key, name in standard_templates.NEEDED.items()
    }


def facts(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Read Meta's word on each standard template from the annotated row; None: Meta doesn't have it."""
    return {key: row[f"template_{key}"] for key in standard_templates.NEEDED}


def unusable(found: Mapping[str, str | None]) -> Iterator[Alert]:
    """Warn with one sentence for each kind of trouble, whatever the number of templates that have it."""
    kinds: dict[tuple[str, str, bool], list[str]] = {}
    for kind, status in found.items():
        if status != USABLE:
            kinds.setdefault(TEMPLATE_TROUBLE.get(status, OTHER_TROUBLE), []).append(KINDS[kind])
    for (what, to_do, is_grave), names in kinds.items():
        all_of_them = " e ".join(filter(None, [", ".join(names[:-1]), names[-1]]))  # "testo, immagini e PDF"
        yield Alert(
            f"{what} il testo fisso per {all_of_them}: questi messaggi non partono. {to_do}",
            reverse("admin:broadcasts_whatsapptemplate_changelist"),
            "Vedi i testi fissi",
            is_grave,
        )
