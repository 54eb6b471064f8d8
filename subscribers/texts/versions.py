"""The versions of a text: one in force, those before it, at most one still to come; and two compared word by word."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, TextChoices, Value, When

from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.presentation.formatting.dates import day_in_words
from cascina_whatsapp.security.encryption import seals
from subscribers.models import ServiceText
from subscribers.models.texts import digest_of
from subscribers.rules.languages import parts_of

from . import checking
from .catalogue import CATALOGUE, ITALIAN
from .checking import check
from .declarations.translations import IN_FORCE
from .languages import forget, is_definition

PAST = "Questo momento è già passato: scegline uno futuro, o lascia vuoto per cominciare subito."
IN_FORCE_NOW = "Questa versione intanto è entrata in vigore: non si cambia più. Scrivi una nuova versione."
GONE = "Questa versione intanto è stata eliminata."
CHANGED = "Intanto qualcun altro ha cambiato questo testo: guarda il confronto, poi salva di nuovo."


IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment of the first versions in a new installation: earlier than anything its register may tell of."""
WORDS = re.compile(r"\n|[^\S\n]*[^\s]+|[^\S\n]+")
"""Words with the space before them, and the ends of lines: a space alone would make everything look similar."""


class State(TextChoices):
    """The place of a text's version in time."""

    FUTURE = "future", "Futura"
    IN_FORCE = "in_force", "In vigore"
    SUPERSEDED = "superseded", "Superata"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The version of a text that somebody wants to write."""

    body: str
    note: str
    starts: datetime | None
    """None: as soon as it is saved."""
    seen: str
    """The versions that the writer had before their eyes: see the function."""


@transaction.atomic
def declare_missing(now: datetime) -> list[str]:
    """Write version 1 of every declared text that has no row; return their keys. What is there stays as it is.

    In a new installation they are in force from IN_FORCE_FROM; a text declared later, from `now`.
    """
    known = set(ServiceText.objects.values_list("key", flat=True))
    first = {key: text.wording for key, text in ITALIAN.items()} | IN_FORCE
    missing = {key: body for key, body in first.items() if key not in known}
    starts = now if known else IN_FORCE_FROM
    written = ServiceText.objects.bulk_create(
        ServiceText(key=key, version=1, body=body, in_force_from=starts, sha256=digest_of(body))
        for key, body in missing.items()
    )
    for text in written:
        seals.put(seals.Kind.TEXT, text)
    return list(missing)


def with_state(texts: QuerySet[ServiceText], now: datetime) -> QuerySet[ServiceText]:
    """Annotate `texts` with their `state` at `now`."""
    used = ServiceText.objects.filter(key=OuterRef("key"), in_force_from__lte=now).order_by("-version")
    return texts.annotate(
        state=Case(
            When(in_force_from__gt=now, then=Value(State.FUTURE)),
            When(version=Subquery(used.values("version")[:1]), then=Value(State.IN_FORCE)),
            default=Value(State.SUPERSEDED),
            output_field=CharField(),
        )
    )


def future(key: str, now: datetime) -> ServiceText | None:
    """The version of `key` that is still to come."""
    return ServiceText.objects.filter(key=key, in_force_from__gt=now).order_by("version").last()


def previous(text: ServiceText) -> ServiceText | None:
    """The version that `text` takes the place of."""
    return ServiceText.objects.filter(key=text.key, version__lt=text.version).order_by("version").last()


def next_version(key: str) -> ServiceText:
    """The version of `key` to be written next, beginning with the words of the last; not saved.

    A first translation begins with the draft that is declared of it, else with the Italian words.
    """
    latest = ServiceText.objects.filter(key=key).order_by("version").last()
    if latest is not None:
        return ServiceText(key=key, version=latest.version + 1, body=latest.body)
    draft = CATALOGUE[key].wording
    if not draft and not is_definition(key):
        draft = ServiceText.objects.filter(key=parts_of(key)[0]).latest("version").body
    return ServiceText(key=key, version=1, body=draft)


def seen(key: str) -> str:
    """A digest of how the versions of `key` stand, to notice that somebody else wrote meanwhile."""
    versions = ServiceText.objects.filter(key=key).order_by("version")
    return digest_of("\n".join(f"{text.version} {text.sha256} {text.in_force_from}" for text in versions))


def problems(text: ServiceText, draft: Draft, now: datetime) -> list[str]:
    """List why `draft` can't become `text`: a new version, or one that is still to come."""
    found = [*_obstacles(text, draft, now), *check(text.key, draft.body), *_pointless(text, draft)]
    if is_definition(text.key):
        found += checking.in_the_way(parts_of(text.key)[1], draft.body, max(draft.starts or now, now))
    return found


@transaction.atomic
def save(text: ServiceText, draft: Draft, *, by: User, now: datetime) -> ServiceText:
    """Make `draft` the version `text`. Raises CannotDecide."""
    list(ServiceText.objects.select_for_update().filter(key=text.key))  # one writer of a text at a time
    if found := problems(text, draft, now):
        raise CannotDecide(*found)
    text.body, text.note, text.author = draft.body, draft.note, by
    text.in_force_from = max(draft.starts or now, now)
    text.save()
    seals.put(seals.Kind.TEXT, text)
    if is_definition(text.key):
        forget()
        transaction.on_commit(forget)  # meanwhile somebody may have looked, and seen what was before
    return text


def _obstacles(text: ServiceText, draft: Draft, now: datetime) -> list[str]:
    versions = {version.pk: version for version in ServiceText.objects.filter(key=text.key)}
    found = []
    if text.pk is None:
        found += [
            f"C'è già la versione {other.version}, in vigore dal {day_in_words(other.in_force_from)}: "
            "modifica quella, o eliminala."
            for other in versions.values()
            if not other.is_used(now)
        ]
    elif text.pk not in versions:
        found.append(GONE)
    elif versions[text.pk].is_used(now):
        found.append(IN_FORCE_NOW)
    if not found and draft.seen != seen(text.key):
        found.append(CHANGED)
    if draft.starts and draft.starts < now.replace(second=0, microsecond=0):  # forms know minutes only
        found.append(PAST)
    return found


def _pointless(text: ServiceText, draft: Draft) -> list[str]:
    before = previous(text)
    if before is None or before.body.strip() != draft.body.strip():
        return []
    return [f"Il testo è uguale a quello della versione {before.version}: non c'è nulla da salvare."]


@dataclass(frozen=True)
class Piece:
    """A piece of a comparison: words that stay ("kept"), come ("added") or go ("removed")."""

    change: str
    words: str

    @property
    def space(self) -> str:
        """The space before the first word."""
        return self.words[: len(self.words) - len(self.bare)]

    @property
    def bare(self) -> str:
        """The words without the space before them, to be marked; of space alone, all of it."""
        return self.words.lstrip() or self.words


def compare(before: str, after: str) -> list[Piece]:
    """Compare two texts, in the order of reading; what goes comes before what takes its place."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces = []
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if gone == come:
            pieces.append(Piece("kept", gone))
        else:
            pieces += [Piece("removed", gone), Piece("added", come)]
    return [piece for piece in pieces if piece.words]
