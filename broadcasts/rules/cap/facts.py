"""The choices of who wrote an alert, as they are kept beside its words and as people read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from .choices import CERTAINTIES, HAPPENINGS, RESPONSES, SEVERITIES, URGENCIES, Happening, happening, is_told

UNKNOWN = "Unknown"
ASKED: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "event": ("Che cosa succede", tuple((one.key, one.name) for one in HAPPENINGS)),
    "urgency": ("Fra quanto", URGENCIES),
    "severity": ("Quanto è grave", SEVERITIES),
    "certainty": ("Quanto è certo", CERTAINTIES),
    "response": ("Che cosa fare", RESPONSES),
}
"""Name as it is kept → the question, and its answers; the first of them where nobody answered."""
NOT_TOLD = "È un'esercitazione: il titolo deve cominciare con ESERCITAZIONE."
NOT_MARKED = (
    "Il titolo dice ESERCITAZIONE: spunta «È un'esercitazione», o per gli altri sistemi è un'allerta vera."
)


@dataclass(frozen=True)
class Facts:
    """The facts of an alert, as the protocol names them. `expires`: None where nobody said until when it holds."""

    event: str = HAPPENINGS[0].key
    urgency: str = UNKNOWN
    severity: str = UNKNOWN
    certainty: str = UNKNOWN
    response: str = ""
    expires: datetime | None = None
    is_drill: bool = False

    @property
    def happening(self) -> Happening:
        """The danger that the alert is about, with its category."""
        return happening(self.event)


def read(stored: dict[str, Any] | None) -> Facts:
    """Read the choices that were kept; one that is missing, or no longer among the answers, nobody made."""
    kept = stored or {}
    chosen = {
        name: kept[name]
        for name, (_, answers) in ASKED.items()
        if kept.get(name) in [value for value, _ in answers]
    }
    expires = datetime.fromisoformat(kept["expires"]) if kept.get("expires") else None
    return Facts(**chosen, expires=expires, is_drill=bool(kept.get("is_drill")))


def stored(chosen: dict[str, Any]) -> dict[str, Any] | None:
    """Select what to keep of the answers (moments as datetime); None where nobody chose anything."""
    first = {name: answers[0][0] for name, (_, answers) in ASKED.items()}
    kept = {name: value for name, value in chosen.items() if value and value != first.get(name)}
    if expires := kept.get("expires"):
        kept["expires"] = expires.isoformat()
    return kept or None


def in_words(facts: Facts) -> list[str]:
    """Write the facts in Italian as whoever approves reads them, a line each."""
    lines = [
        f"{question}: {dict(answers)[getattr(facts, name)]}" for name, (question, answers) in ASKED.items()
    ]
    until = f"fino a {moment_in_words(facts.expires)}" if facts.expires else "per 24 ore"
    drill = ["È un'esercitazione"] if facts.is_drill else []
    return [*drill, *lines, f"Vale {until}"]


def objection(facts: Facts, title: str) -> str:
    """Say in Italian where mark and title disagree on whether this is a drill; "" where they agree."""
    if facts.is_drill == is_told(title):
        return ""
    return NOT_TOLD if facts.is_drill else NOT_MARKED
