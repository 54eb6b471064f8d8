"""The messages that we send, each able to write itself as Meta's JSON; what Meta refuses cannot be built."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from .limits import (
    BUTTON_ID_LIMIT,
    BUTTON_TITLE_LIMIT,
    BUTTONS_BODY_LIMIT,
    BUTTONS_MAX,
    FOOTER_LIMIT,
    LINK_LIMIT,
    LINK_TITLE_LIMIT,
    LIST_BODY_LIMIT,
    LIST_BUTTON_LIMIT,
    LIST_SECTION_LIMIT,
    OPTION_DESCRIPTION_LIMIT,
    OPTION_ID_LIMIT,
    OPTION_TITLE_LIMIT,
    OPTIONS_MAX,
    TEMPLATE_BODY_LIMIT,
    TEMPLATE_NAME_LIMIT,
    TEXT_LIMIT,
    InvalidMessage,
    parameter_problem,
    require_count,
    require_distinct,
    require_filled,
    require_short,
)

_TEMPLATE_NAME = re.compile(r"[a-z0-9_]+")


class Sendable(ABC):
    """The base of every message: itself as JSON."""

    @abstractmethod
    def payload(self) -> dict[str, Any]:
        """Write the message's part of the request, in Meta's own shape."""

    @cached_property
    def encoded(self) -> bytes:
        """The payload as a JSON object, written once however many people get the message."""
        return json.dumps(self.payload()).encode()


@dataclass(frozen=True, kw_only=True)
class Text(Sendable):
    """A free-form text, with a preview of its first link."""

    body: str = field(repr=False)

    def __post_init__(self) -> None:
        require_filled("body", self.body, TEXT_LIMIT)

    def payload(self) -> dict[str, Any]:
        return {"type": "text", "text": {"body": self.body, "preview_url": True}}


@dataclass(frozen=True, kw_only=True)
class Image:
    """An image that was uploaded before, by its media id, on top of a message."""

    media_id: str

    def __post_init__(self) -> None:
        require_filled("media_id", self.media_id)

    def payload(self) -> dict[str, Any]:
        return {"type": "image", "image": {"id": self.media_id}}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document in the same way; the file name's ending decides the icon shown."""

    media_id: str
    filename: str = field(repr=False)

    def __post_init__(self) -> None:
        require_filled("media_id", self.media_id)
        require_filled("filename", self.filename)

    def payload(self) -> dict[str, Any]:
        return {"type": "document", "document": {"id": self.media_id, "filename": self.filename}}


@dataclass(frozen=True, kw_only=True)
class Template(Sendable):
    """An approved template, its named parameters, and what its buttons need, in their order."""

    name: str
    language: str
    header: Image | Document | None = None
    body: Mapping[str, str] = field(default_factory=dict, repr=False)
    quick_replies: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """The ends of the addresses behind the buttons above those, which open a page; "": it is fixed."""

    def __post_init__(self) -> None:
        require_short("name", self.name, TEMPLATE_NAME_LIMIT)
        if not _TEMPLATE_NAME.fullmatch(self.name):
            raise InvalidMessage("name", "not lower-case letters, digits and underscores")
        require_filled("language", self.language)
        for parameter, value in self.body.items():
            problem = parameter_problem(value)
            if problem:
                raise InvalidMessage(parameter, problem)
            require_short(parameter, value, TEMPLATE_BODY_LIMIT)
        for payload in self.quick_replies:
            require_filled("quick_replies", payload)
        for end in self.pages:
            require_short("pages", end, LINK_LIMIT)

    def payload(self) -> dict[str, Any]:
        template = {"name": self.name, "language": {"code": self.language}, "components": self._components()}
        return {"type": "template", "template": template}

    def _components(self) -> list[dict[str, Any]]:
        header = [{"type": "header", "parameters": [self.header.payload()]}] if self.header else []
        texts = [{"type": "text", "parameter_name": name, "text": text} for name, text in self.body.items()]
        body = [{"type": "body", "parameters": texts}] if texts else []
        pages = [
            _button(index, "url", {"type": "text", "text": end})
            for index, end in enumerate(self.pages)
            if end
        ]
        replies = [
            _button(index, "quick_reply", {"type": "payload", "payload": payload})
            for index, payload in enumerate(self.quick_replies, start=len(self.pages))
        ]
        return header + body + pages + replies


@dataclass(frozen=True, kw_only=True)
class Button:
    """A choice that the citizen can tap; `id` comes back to us, `title` is what is read."""

    id: str
    title: str

    def __post_init__(self) -> None:
        require_filled("id", self.id, BUTTON_ID_LIMIT)
        require_filled("title", self.title, BUTTON_TITLE_LIMIT)

    def payload(self) -> dict[str, Any]:
        return {"type": "reply", "reply": {"id": self.id, "title": self.title}}


@dataclass(frozen=True, kw_only=True)
class Buttons(Sendable):
    """A free-form text with one to three buttons under it."""

    body: str = field(repr=False)
    buttons: tuple[Button, ...]
    header: Image | Document | None = None
    footer: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        require_filled("body", self.body, BUTTONS_BODY_LIMIT)
        require_count("buttons", self.buttons, BUTTONS_MAX)
        require_distinct("title", (button.title for button in self.buttons))
        require_distinct("id", (button.id for button in self.buttons))
        require_short("footer", self.footer, FOOTER_LIMIT)

    def payload(self) -> dict[str, Any]:
        action = {"buttons": [button.payload() for button in self.buttons]}
        return _interactive("button", self.body, action, self.header, self.footer)


@dataclass(frozen=True, kw_only=True)
class Link(Sendable):
    """A free-form text with one button, that opens a page: Meta lets no other stand beside it (CTA URL)."""

    body: str = field(repr=False)
    title: str
    url: str = field(repr=False)
    header: Image | Document | None = None
    footer: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        require_filled("body", self.body, BUTTONS_BODY_LIMIT)
        require_filled("title", self.title, LINK_TITLE_LIMIT)
        require_filled("url", self.url, LINK_LIMIT)
        require_short("footer", self.footer, FOOTER_LIMIT)

    def payload(self) -> dict[str, Any]:
        parameters = {"display_text": self.title, "url": self.url}
        action = {"name": "cta_url", "parameters": parameters}
        return _interactive("cta_url", self.body, action, self.header, self.footer)


@dataclass(frozen=True, kw_only=True)
class Option:
    """A row of a list; `id` comes back to us, the rest is what is read; `section` stands above its rows."""

    id: str
    title: str
    description: str = ""
    section: str = ""

    def __post_init__(self) -> None:
        require_filled("id", self.id, OPTION_ID_LIMIT)
        require_filled("title", self.title, OPTION_TITLE_LIMIT)
        require_short("description", self.description, OPTION_DESCRIPTION_LIMIT)
        require_short("section", self.section, LIST_SECTION_LIMIT)

    def payload(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title} | _if_filled(description=self.description)


@dataclass(frozen=True, kw_only=True)
class OptionList(Sendable):
    """A free-form text with a button that opens a list of up to ten options, section by section."""

    body: str = field(repr=False)
    button: str
    rows: tuple[Option, ...]

    def __post_init__(self) -> None:
        require_filled("body", self.body, LIST_BODY_LIMIT)
        require_filled("button", self.button, LIST_BUTTON_LIMIT)
        require_count("rows", self.rows, OPTIONS_MAX)
        require_distinct("id", (row.id for row in self.rows))
        if len(sections := {row.section for row in self.rows}) > 1:
            for section in sections:
                require_filled("section", section, LIST_SECTION_LIMIT)

    def payload(self) -> dict[str, Any]:
        sections = [
            _if_filled(title=title) | {"rows": [row.payload() for row in rows]}
            for title, rows in groupby(self.rows, key=lambda row: row.section)
        ]
        action = {"button": self.button, "sections": sections}
        return _interactive("list", self.body, action)


Message = Text | Template | Buttons | Link | OptionList


def _if_filled(**fields: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _interactive(
    kind: str, body: str, action: dict[str, Any], header: Image | Document | None = None, footer: str = ""
) -> dict[str, Any]:
    told = {"type": kind, "body": {"text": body}, "action": action}
    if header:
        told["header"] = header.payload()
    if footer:
        told["footer"] = {"text": footer}
    return {"type": "interactive", "interactive": told}


def _button(index: int, kind: str, parameter: dict[str, str]) -> dict[str, Any]:
    return {"type": "button", "sub_type": kind, "index": str(index), "parameters": [parameter]}
