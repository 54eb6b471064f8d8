"""The checks of Meta's on interactive messages: reply buttons, lists, a page button; headers and footers."""

from typing import Any

from .errors import GraphError
from .media import MediaStore
from .parts import check_distinct, check_media, part, parts, text

# Limits: Meta's pages on interactive reply buttons, interactive lists and interactive CTA URL buttons.
FOOTER_LIMIT = 60
HEADER_LIMIT = 60
BUTTONS_BODY_LIMIT, MOST_BUTTONS, BUTTON_ID_LIMIT, BUTTON_TITLE_LIMIT = 1024, 3, 256, 20
LIST_BODY_LIMIT, LIST_BUTTON_LIMIT, MOST_SECTIONS, MOST_ROWS = 4096, 20, 10, 10
PAGE_BODY_LIMIT, PAGE_TITLE_LIMIT, PAGE_ADDRESS_LIMIT = 1024, 20, 2000
SECTION_TITLE_LIMIT, ROW_ID_LIMIT, ROW_TITLE_LIMIT, ROW_DESCRIPTION_LIMIT = 24, 200, 24, 72


def check(media_store: MediaStore, content: dict[str, Any]) -> None:
    """The part `interactive`. Raises GraphError."""
    kind = text(content, "type", 20)
    if kind not in CHECKS:
        raise GraphError(131009, "Param interactive.type must be button, list or cta_url")
    CHECKS[kind](media_store, content)
    if "footer" in content:
        text(part(content, "footer"), "text", FOOTER_LIMIT)


def check_buttons(media_store: MediaStore, content: dict[str, Any]) -> None:
    """One to three reply buttons under a text."""
    text(part(content, "body"), "text", BUTTONS_BODY_LIMIT)
    if "header" in content:
        check_header(media_store, part(content, "header"))
    buttons = parts(part(content, "action"), "buttons", MOST_BUTTONS)
    replies = [part(button, "reply") for button in buttons]
    for reply in replies:
        text(reply, "id", BUTTON_ID_LIMIT)
        text(reply, "title", BUTTON_TITLE_LIMIT)
    check_distinct(replies, "id")
    check_distinct(replies, "title")


def check_header(media_store: MediaStore, header: dict[str, Any]) -> None:
    """A text, an image or a document above the text."""
    kind = text(header, "type", 20)
    if kind == "text":
        text(header, "text", HEADER_LIMIT)
    elif kind in ("image", "document"):
        check_media(media_store, part(header, kind), kind)
    else:
        raise GraphError(131009, "Param header.type must be text, image or document")


def check_list(media_store: MediaStore, content: dict[str, Any]) -> None:
    """A text with a button that opens a list of rows."""
    text(part(content, "body"), "text", LIST_BODY_LIMIT)
    if "header" in content:
        text(part(content, "header"), "text", HEADER_LIMIT)
    action = part(content, "action")
    text(action, "button", LIST_BUTTON_LIMIT)
    sections = parts(action, "sections", MOST_SECTIONS)
    rows = [row for section in sections for row in parts(section, "rows", MOST_ROWS)]
    if len(rows) > MOST_ROWS:
        raise GraphError(131009, f"A list has at most {MOST_ROWS} rows in all")
    for section in sections:
        text(section, "title", SECTION_TITLE_LIMIT, is_required=len(sections) > 1)
    for row in rows:
        check_row(row)
    check_distinct(rows, "id")


def check_row(row: dict[str, Any]) -> None:
    """Check one choice of a list."""
    text(row, "id", ROW_ID_LIMIT)
    text(row, "title", ROW_TITLE_LIMIT)
    text(row, "description", ROW_DESCRIPTION_LIMIT, is_required=False)


def check_page(media_store: MediaStore, content: dict[str, Any]) -> None:
    """One button that opens a page, and no other beside it."""
    text(part(content, "body"), "text", PAGE_BODY_LIMIT)
    if "header" in content:
        check_header(media_store, part(content, "header"))
    action = part(content, "action")
    if text(action, "name", 20) != "cta_url" or "buttons" in action:
        raise GraphError(131009, "Param action.name must be cta_url, without further buttons")
    parameters = part(action, "parameters")
    text(parameters, "display_text", PAGE_TITLE_LIMIT)
    if not text(parameters, "url", PAGE_ADDRESS_LIMIT).startswith(("http://", "https://")):
        raise GraphError(131009, "Param action.parameters.url must be a URL")


CHECKS = {"button": check_buttons, "list": check_list, "cta_url": check_page}
