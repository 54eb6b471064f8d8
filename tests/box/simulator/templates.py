"""The message templates of the account: kept, reviewed and looked up."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from .errors import GraphError

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
PROMOTIONAL = re.compile(
    r"\b(?:(?:vi|ti) aspettiamo|non perdere|sconto|offert[ae]|gratis|ingresso (?:libero|gratuito)|invito|join us|"
    r"discount|offer)\b",
    re.IGNORECASE,
)
"""Words that promote or invite (Meta, template category guidelines)."""
MOST_TEMPLATES = 250
LONGEST_LIFE = 30 * 86_400
"""Seconds for which Meta keeps a message that no telephone takes, unless its template says otherwise."""
NAME_TAKEN, TOO_MANY = 2388024, 2388019  # Meta's subcodes


@dataclass(slots=True, eq=False)
class Template:
    """A template with what sending needs at hand."""

    id: str
    name: str
    language: str
    category: str
    components: list[dict[str, Any]] = field(repr=False)
    is_named: bool = False
    status: str = "PENDING"
    rejected_reason: str = "NONE"
    previous_category: str = ""
    correct_category: str = ""
    """The category that it is going to have, or has by now; empty: nobody has thought about it."""
    parameters: tuple[str, ...] = ()
    """Names, or numbers as text, in the order of the body."""
    ttl: int | None = None
    """`message_send_ttl_seconds` as it was created; None: nothing was said."""

    @property
    def time_to_live(self) -> int:
        """Seconds for which a message is tried."""
        return self.ttl if self.ttl and self.ttl > 0 else LONGEST_LIFE

    def component(self, kind: str) -> dict[str, Any]:
        """The HEADER, BODY, FOOTER or BUTTONS component; empty when the template has none."""
        return next((part for part in self.components if part["type"].upper() == kind), {})

    @property
    def header_format(self) -> str:
        """TEXT, IMAGE, DOCUMENT …; empty without a header."""
        return str(self.component("HEADER").get("format", "")).upper()

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons as they were created."""
        found: list[dict[str, Any]] = self.component("BUTTONS").get("buttons", [])
        return found

    @property
    def is_misdeclared(self) -> bool:
        """Tell whether a template submitted as utility promotes or invites, in its words or their examples."""
        body = self.component("BODY")
        examples = body.get("example", {}).get("body_text_named_params", [])
        words = [body["text"], *(str(one.get("example")) for one in examples)]
        return self.category == "UTILITY" and any(PROMOTIONAL.search(text) for text in words)

    def body_with(self, values: dict[str, str]) -> str:
        """The text that the citizen reads."""
        return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), self.component("BODY")["text"])

    def as_json(self) -> dict[str, Any]:
        """Describe the template as the Graph API does."""
        lives = {} if self.ttl is None else {"message_send_ttl_seconds": self.ttl}
        before = {"previous_category": self.previous_category} if self.previous_category else {}
        return (
            lives
            | before
            | {
                "id": self.id,
                "name": self.name,
                "language": self.language,
                "status": self.status,
                "category": self.category,
                "correct_category": self.correct_category,
                "parameter_format": "NAMED" if self.is_named else "POSITIONAL",
                "components": self.components,
                "quality_score": {"score": "UNKNOWN"},
                "rejected_reason": self.rejected_reason,
            }
        )


class TemplateStore:
    """The store of all templates, by name and language."""

    def __init__(self) -> None:
        self.templates: dict[tuple[str, str], Template] = {}
        self._ids = itertools.count(900_000_000_000_001)

    def add(self, definition: dict[str, Any]) -> Template:
        """Put a checked definition on the shelf, to be reviewed. Raises GraphError."""
        key = (definition["name"], definition["language"])
        if key in self.templates:
            raise GraphError(100, "Content in this language already exists", subcode=NAME_TAKEN)
        if len(self.templates) >= MOST_TEMPLATES:
            raise GraphError(100, "Message template limit reached", subcode=TOO_MANY)
        template = Template(
            id=str(next(self._ids)),
            name=definition["name"],
            language=definition["language"],
            category=definition["category"].upper(),
            components=definition["components"],
            is_named=definition.get("parameter_format", "").upper() == "NAMED",
            ttl=definition.get("message_send_ttl_seconds"),
        )
        template.parameters = tuple(dict.fromkeys(PLACEHOLDER.findall(template.component("BODY")["text"])))
        self.templates[key] = template
        return template

    def sendable(self, name: str, language: str) -> Template:
        """The approved template. Raises GraphError: it is missing, in review, paused or disabled."""
        template = self.templates.get((name, language))
        if template is None or template.status not in REFUSED_WHILE | {"APPROVED": 0}:
            raise GraphError(132001, "The template does not exist in this language or is not approved")
        if code := REFUSED_WHILE.get(template.status):
            raise GraphError(code)
        return template

    def remove(self, name: str) -> bool:
        """Delete the template in all its languages; whether there was one."""
        doomed = [key for key in self.templates if key[0] == name]
        for key in doomed:
            del self.templates[key]
        return bool(doomed)


REFUSED_WHILE = {"PAUSED": 132015, "DISABLED": 132016}
