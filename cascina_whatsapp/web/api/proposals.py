"""The judgement on what a system proposes: every member that is wrong is told at once."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import slugify

from broadcasts.editing.outside_drafts import Words
from broadcasts.models import Campaign
from subscribers.models import Topic

from .problems import Wrong

TITLE_MOST, LINK_MOST, REFERENCE_MOST, TOPICS_MOST = 200, 200, 100, 10
"""Characters; of topics, how many. A draft may be longer than what may leave: its page says so."""
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/\-]*", re.ASCII)
MISSING = "Manca."
NO_TEXT = "Dev'essere un testo, senza caratteri di controllo."


@dataclass(frozen=True)
class Proposal:
    """A well-formed proposal: the words, and the system's own name of them."""

    words: Words
    reference: str

    @property
    def digest(self) -> str:
        """SHA-256 of the words, in hexadecimal: the same words give the same."""
        words = [self.words.title, self.words.body, self.words.link]
        told = json.dumps([*words, sorted(topic.pk for topic in self.words.topics)])
        return hashlib.sha256(told.encode()).hexdigest()


def judged(sent: dict[str, Any]) -> tuple[Proposal | None, list[Wrong]]:
    """The proposal, or all that is wrong with it."""
    wrong = [Wrong(name[:40], "Campo sconosciuto.") for name in sent if name not in READ]
    read = {name: reader(sent.get(name), name, wrong) for name, reader in READ.items()}
    if wrong:
        return None, wrong
    words = Words(
        title=read["titolo"], body=read["testo"], link=read["collegamento"], topics=read["argomenti"]
    )
    return Proposal(words, read["riferimento"]), []


def _text(most: int, *, needed: bool = True) -> Callable[[Any, str, list[Wrong]], str]:
    def read(value: Any, name: str, wrong: list[Wrong]) -> str:
        if value is None and not needed:
            return ""
        if value is None:
            wrong.append(Wrong(name, MISSING))
        elif not isinstance(value, str) or UNSEEN.search(value):
            wrong.append(Wrong(name, NO_TEXT))
        elif needed and not value.strip():
            wrong.append(Wrong(name, MISSING))
        elif len(value) > most:
            wrong.append(Wrong(name, f"Al massimo {most} caratteri: sono {len(value)}."))
        else:
            return value.strip()
        return ""

    return read


def _link(value: Any, name: str, wrong: list[Wrong]) -> str:
    """Read a link of any site: the page of the draft warns of one that is not the Comune's."""
    text = _text(LINK_MOST, needed=False)(value, name, wrong)
    if text and not _is_address(text):
        wrong.append(Wrong(name, "Dev'essere un indirizzo che comincia con https://."))
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        return False


def _reference(value: Any, name: str, wrong: list[Wrong]) -> str:
    text = _text(REFERENCE_MOST)(value, name, wrong)
    if text and not REFERENCE.fullmatch(text):
        wrong.append(
            Wrong(name, "Lettere senza accento, cifre e . _ : / -, a partire da una lettera o cifra.")
        )
    return text


def _topics(value: Any, name: str, wrong: list[Wrong]) -> list[Topic]:
    """Read topics by their codes, as the list of messages names them; none: who takes the draft up chooses."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > TOPICS_MOST:
        wrong.append(Wrong(name, f"Dev'essere un elenco di al massimo {TOPICS_MOST} codici."))
        return []
    by_code = {slugify(topic.name): topic for topic in Topic.objects.filter(is_active=True)}
    if any(not isinstance(code, str) or code not in by_code for code in value):
        wrong.append(Wrong(name, f"Codici conosciuti: {', '.join(sorted(by_code))}."))
        return []
    return [by_code[code] for code in dict.fromkeys(value)]


READ: dict[str, Callable[[Any, str, list[Wrong]], Any]] = {
    "riferimento": _reference,
    "titolo": _text(TITLE_MOST),
    "testo": _text(Campaign.BODY_MOST),
    "collegamento": _link,
    "argomenti": _topics,
}
"""Each member and what reads it."""
