"""The checks of Meta's when a template is created, before anybody reviews it."""

import re
from collections.abc import Container
from itertools import pairwise
from typing import Any

from .errors import GraphError
from .parts import check_distinct, part, parts, text
from .templates import PLACEHOLDER

NAME = re.compile(r"[a-z0-9_]{1,512}")
NAMED_PARAMETER = re.compile(r"[a-z][a-z0-9_]*")
WORD = re.compile(r"\w+")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")
HEADERS = ("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
BUTTONS = ("QUICK_REPLY", "URL", "PHONE_NUMBER")
# Limits: Meta's pages on template components.
BODY_LIMIT, HEADER_LIMIT, FOOTER_LIMIT, BUTTON_LIMIT, MOST_BUTTONS = 1024, 60, 60, 25, 10
MOST_PAGES, ADDRESS_LIMIT = 2, 2000
ADDRESS = re.compile(r"https?://[^\s/{}]+\.[^\s/{}]+(?:/[^\s{}]*)?(?:\{\{1\}\})?")
"""The address of a button: a variable may only end it, and the site is fixed."""
OWN_SHORTENERS = ("https://wa.me", "https://api.whatsapp.com", "http://wa.me")
TIMES_TO_LIVE = {"UTILITY": (30, 43_200), "AUTHENTICATION": (30, 900)}
"""Category → seconds from, to (Meta, time to live): marketing has none on the Cloud API. -1 stands for 30 days."""
# Meta's subcodes.
PARAMETER_AT_THE_EDGE, TOO_MANY_PARAMETERS = 2388299, 2388293


def check(definition: dict[str, Any], handles: Container[str]) -> None:
    """Check a definition; `handles` are those of the samples sent before. Raises GraphError."""
    if not NAME.fullmatch(text(definition, "name", 512)):
        raise GraphError(100, "The name may have lower-case letters, digits and underscores only")
    if not LANGUAGE.fullmatch(text(definition, "language", 20)):
        raise GraphError(100, "Param language is not valid")
    if text(definition, "category", 20).upper() not in CATEGORIES:
        raise GraphError(100, "Param category is not valid")
    check_time_to_live(definition)
    is_named = check_parameter_format(definition)
    by_type = components_by_type(definition)
    check_body(by_type.get("BODY"), is_named)
    check_header(by_type.get("HEADER"), handles)
    check_footer(by_type.get("FOOTER"))
    check_buttons(by_type.get("BUTTONS"))


def check_parameter_format(definition: dict[str, Any]) -> bool:
    """Tell whether the parameters have names. Raises GraphError."""
    parameter_format = (text(definition, "parameter_format", 20, is_required=False) or "POSITIONAL").upper()
    if parameter_format not in ("NAMED", "POSITIONAL"):
        raise GraphError(100, "Param parameter_format must be NAMED or POSITIONAL")
    return parameter_format == "NAMED"


def check_time_to_live(definition: dict[str, Any]) -> None:
    """Check that a time to live is within the bounds of the category, where it has any. Raises GraphError."""
    ttl = definition.get("message_send_ttl_seconds")
    if ttl is None:
        return
    bounds = TIMES_TO_LIVE.get(definition["category"].upper())
    if bounds is None:
        raise GraphError(100, "Param message_send_ttl_seconds is not supported for this category")
    if type(ttl) is not int or (ttl != -1 and not bounds[0] <= ttl <= bounds[1]):
        raise GraphError(100, f"Param message_send_ttl_seconds must be between {bounds[0]} and {bounds[1]}")


def components_by_type(definition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The components; each type at most once. Raises GraphError."""
    components = parts(definition, "components", 4)
    by_type = {text(component, "type", 20).upper(): component for component in components}
    if len(by_type) < len(components) or not set(by_type) <= {"HEADER", "BODY", "FOOTER", "BUTTONS"}:
        raise GraphError(100, "A component is unknown or there twice")
    return by_type


def check_body(body: dict[str, Any] | None, is_named: bool) -> None:
    """The text, and an example of each parameter."""
    if body is None:
        raise GraphError(100, "The component BODY is required")
    words = text(body, "text", BODY_LIMIT)
    names = list(dict.fromkeys(PLACEHOLDER.findall(words)))
    check_names(names, is_named)
    check_position(words)
    check_number(words, names)
    if names:
        check_examples(part(body, "example"), names, is_named)


def check_names(names: list[str], is_named: bool) -> None:
    """Names are lower case; numbers count from one."""
    if is_named and not all(NAMED_PARAMETER.fullmatch(name) for name in names):
        raise GraphError(100, "Parameter names have lower-case letters, digits and underscores only")
    if not is_named and names != [str(number) for number in range(1, len(names) + 1)]:
        raise GraphError(100, "Parameters must be {{1}}, {{2}} and so on, in order")


def check_position(words: str) -> None:
    """A parameter neither begins nor ends the text, so a text is never only a parameter."""
    trimmed = words.strip()
    edges = [match.span() for match in PLACEHOLDER.finditer(trimmed)]
    if any(start == 0 or end == len(trimmed) for start, end in edges):
        raise GraphError(100, "The body begins or ends with a variable", subcode=PARAMETER_AT_THE_EDGE)


def check_number(words: str, names: list[str]) -> None:
    """Require at least 2n + 1 words beside n parameters: the rule of thumb for Meta's unpublished ratio."""
    if names and len(WORD.findall(PLACEHOLDER.sub(" ", words))) < 2 * len(names) + 1:
        raise GraphError(100, "The body has too many variables for its length", subcode=TOO_MANY_PARAMETERS)


def check_examples(example: dict[str, Any], names: list[str], is_named: bool) -> None:
    """One example a parameter."""
    if is_named:
        given = parts(example, "body_text_named_params", 100)
        complete = [item.get("param_name") for item in given if item.get("example")]
        if sorted(map(str, complete)) != sorted(names):
            raise GraphError(100, "Every parameter needs an example with its name")
        return
    rows = example.get("body_text")
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], list) or len(rows[0]) != len(names):
        raise GraphError(100, "Every parameter needs an example")


def check_header(header: dict[str, Any] | None, handles: Container[str]) -> None:
    """A text, or a picture or document with the handle of a sample."""
    if header is None:
        return
    kind = text(header, "format", 20).upper()
    if kind not in HEADERS:
        raise GraphError(100, "Param format is not valid")
    if kind == "TEXT":
        text(header, "text", HEADER_LIMIT)
    if kind in ("IMAGE", "VIDEO", "DOCUMENT"):
        samples = part(header, "example").get("header_handle")
        if not isinstance(samples, list) or not samples or samples[0] not in handles:
            raise GraphError(100, "The header needs the handle of an uploaded sample")


def check_footer(footer: dict[str, Any] | None) -> None:
    """A short text without parameters."""
    if footer is not None and PLACEHOLDER.search(text(footer, "text", FOOTER_LIMIT)):
        raise GraphError(100, "The footer cannot have variables")


def check_buttons(component: dict[str, Any] | None) -> None:
    """Check a template's buttons: up to ten, with quick replies together."""
    if component is None:
        return
    buttons = parts(component, "buttons", MOST_BUTTONS)
    for button in buttons:
        if text(button, "type", 20).upper() not in BUTTONS:
            raise GraphError(100, "The type of a button is not supported")
        text(button, "text", BUTTON_LIMIT)
    check_distinct(buttons, "text")
    pages = [button for button in buttons if button["type"].upper() == "URL"]
    if len(pages) > MOST_PAGES:
        raise GraphError(100, f"There may be at most {MOST_PAGES} buttons of type URL")
    for button in pages:
        check_page(button)
    are_quick = [button["type"].upper() == "QUICK_REPLY" for button in buttons]
    if sum(first != second for first, second in pairwise(are_quick)) > 1:
        raise GraphError(100, "Quick replies must be grouped together")


def check_page(button: dict[str, Any]) -> None:
    """The address of a button, and an example of what may end it. Raises GraphError."""
    address = text(button, "url", ADDRESS_LIMIT)
    if not ADDRESS.fullmatch(address):
        raise GraphError(100, "The URL of a button is not valid; a variable may only stand at its end")
    if address.startswith(OWN_SHORTENERS):
        raise GraphError(100, "Direct links to WhatsApp are not allowed for buttons")
    example = button.get("example")
    if PLACEHOLDER.search(address) and not (isinstance(example, list) and len(example) == 1 and example[0]):
        raise GraphError(100, "A variable in the URL of a button needs an example")
