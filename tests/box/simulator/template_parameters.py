"""The checks of Meta's when a template is sent: header, parameters and buttons must fit the approved one."""

import re
from typing import Any

from .errors import GraphError
from .media import MediaStore
from .parts import check_media, part, parts, text
from .templates import PLACEHOLDER, Template, TemplateStore

MOST_COMPONENTS = 20
BODY_LIMIT = 1024
VALUE_LIMIT = 1024
PAYLOAD_LIMIT = 256
ADDRESS_LIMIT = 2000
# Meta refuses new lines, tabs and more than four spaces in a row (error 132018).
FORBIDDEN = re.compile(r"[\n\r\t]| {5}")


def check(shelf: TemplateStore, media_store: MediaStore, content: dict[str, Any]) -> Template:
    """The approved template that the part `template` fills correctly. Raises GraphError."""
    language = text(part(content, "language"), "code", 20)
    template = shelf.sendable(text(content, "name", 512), language)
    components = by_type(content)
    check_header(media_store, template, components.get("header", []))
    check_body(template, components.get("body", []))
    buttons = components.get("button", [])
    for button in buttons:
        check_button(template, button)
    check_pages(template, buttons)
    return template


def by_type(content: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The components of the part `template`: header, body and button. Raises GraphError."""
    found: dict[str, list[dict[str, Any]]] = {}
    for component in parts(content, "components", MOST_COMPONENTS, least=0):
        found.setdefault(text(component, "type", 20).lower(), []).append(component)
    return found


def check_header(media_store: MediaStore, template: Template, headers: list[dict[str, Any]]) -> None:
    """A picture or a PDF is given exactly when the template has one."""
    wanted = template.header_format.lower()
    given = [parameter for header in headers for parameter in parts(header, "parameters", 1)]
    if wanted not in ("image", "document"):
        if given:
            raise GraphError(132012, "The template has no media header")
        return
    if len(given) != 1 or given[0].get("type") != wanted:
        raise GraphError(132012, f"The header must be of type {wanted}")
    check_media(media_store, part(given[0], wanted), wanted)


def check_body(template: Template, bodies: list[dict[str, Any]]) -> None:
    """Exactly the parameters of the template, each with a value that may stand in it."""
    values = body_values(template, bodies)
    if set(values) != set(template.parameters):
        raise GraphError(
            132000, f"The template has {len(template.parameters)} parameters, {len(values)} were given"
        )
    for value in values.values():
        if not value.strip() or FORBIDDEN.search(value):
            raise GraphError(132018, "Param text cannot be empty or have new-line/tab/5 spaces in a row")
    if values and len(template.body_with(values)) > BODY_LIMIT:
        raise GraphError(132005)


def body_values(template: Template, bodies: list[dict[str, Any]]) -> dict[str, str]:
    """The values given for the body, by parameter name or number. Raises GraphError."""
    given = [parameter for body in bodies for parameter in parts(body, "parameters", 100, least=0)]
    values = {}
    for number, parameter in enumerate(given, start=1):
        if parameter.get("type") != "text":
            raise GraphError(132012, "The parameters of a body are of type text")
        name = parameter.get("parameter_name", "") if template.is_named else str(number)
        values[name] = _value(parameter)
    if len(values) != len(given):
        raise GraphError(132000, "A parameter was given twice or without its name")
    return values


def _value(parameter: dict[str, Any]) -> str:
    value = parameter.get("text", "")
    if not isinstance(value, str) or len(value) > VALUE_LIMIT:
        raise GraphError(132018, "Param text is not text or is too long")
    return value


def check_button(template: Template, component: dict[str, Any]) -> None:
    """The button exists in the template and is of the same kind."""
    kind = text(component, "sub_type", 20).upper()
    kinds = {str(number): button["type"].upper() for number, button in enumerate(template.buttons)}
    if kinds.get(str(component.get("index"))) != kind:
        raise GraphError(132012, "The template has no such button")
    limit = PAYLOAD_LIMIT if kind == "QUICK_REPLY" else ADDRESS_LIMIT
    for parameter in parts(component, "parameters", 1):
        text(parameter, "payload" if kind == "QUICK_REPLY" else "text", limit)


def check_pages(template: Template, given: list[dict[str, Any]]) -> None:
    """Check that an address's end is given exactly where the template's button has a variable."""
    filled = {str(button.get("index")) for button in given}
    for number, button in enumerate(template.buttons):
        if button["type"].upper() != "URL":
            continue
        is_open = bool(PLACEHOLDER.search(button["url"]))
        if is_open and str(number) not in filled:
            raise GraphError(131008, f"Button at index {number} of type Url requires a parameter")
        if not is_open and str(number) in filled:
            raise GraphError(132000, f"Button at index {number} of type Url has no parameter")
