"""The preview of a text on the citizen's telephone, or on the page, and how it differs from the one before."""

from typing import Any

from cascina_whatsapp.presentation.whatsapp_markup import marked
from subscribers import texts
from subscribers.conversation import replies
from subscribers.models import ServiceText
from subscribers.texts.languages import draft_of


def preview(text: ServiceText, body: str) -> dict[str, Any]:
    """Collect what the preview's template shows of `body` as the text `text`."""
    declared = texts.declared(text.key)
    filled = texts.filled(text.key, body)
    return {
        "is_page": declared.place in (texts.Place.PAGE, texts.Place.LANGUAGE),
        "words": filled,
        "bubble": marked(filled),
        "buttons": list(replies.buttons_under(text.key, _title).values()),
        "length": len(filled),
        "limit": declared.limit,
        "is_over": len(filled) > declared.limit,
    }


def _title(italian: str, language: str) -> str:
    return draft_of(language).title(italian) if language else italian


def comparison(text: ServiceText, body: str) -> dict[str, Any] | None:
    """Compare `body` with the version that `text` takes the place of; None for the first one."""
    before = texts.previous(text)
    if before is None:
        return None
    pieces = texts.compare(before.body.strip(), body.strip())
    return {
        "before": before,
        "pieces": pieces,
        "is_same": all(piece.change == "kept" for piece in pieces),
    }
