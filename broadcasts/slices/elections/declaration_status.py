"""The status of a broadcast's declaration: in one sentence, and as the pages show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, prefetch_related_objects

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.elections import active_periods, rules
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from .models import STANDING, ElectionDeclaration
from .rules import QUESTIONS, Category

Outcome = ElectionDeclaration.Outcome
PEOPLE = ("declared_by", "decided_by", "withdrawn_by", "reviewed_by")
DECLARATIONS = Prefetch("declarations", ElectionDeclaration.objects.select_related("period", *PEOPLE))
"""What was ever declared of broadcasts, the last one first."""
KEPT = "Aspetta: periodo elettorale"
OUTDATED = "Il messaggio è cambiato dopo la dichiarazione, che non vale più."
POLLS_OVER = "Il periodo elettorale per cui era dichiarato è finito: la dichiarazione non vale più."


@dataclass(frozen=True)
class Position:
    """The last declaration of a broadcast, and whether it is about its text as it is now."""

    declaration: ElectionDeclaration
    is_about_its_text: bool
    is_in_time: bool
    """True while the declaration's period is not over."""

    @property
    def is_standing(self) -> bool:
        """Tell whether a declaration counts: open or authorised, about this very text, its period not over."""
        return self.is_about_its_text and self.is_in_time and self.declaration.outcome in STANDING

    @property
    def is_open(self) -> bool:
        """Tell whether a declaration that counts waits for who authorises."""
        return self.is_standing and self.declaration.outcome == Outcome.OPEN

    @property
    def is_authorised(self) -> bool:
        """Tell whether the broadcast may leave as it is."""
        return self.is_standing and self.declaration.outcome == Outcome.AUTHORISED

    def sentence(self, now: datetime) -> str:
        """Say in Italian where the broadcast stands as to its declaration, with who did it and when."""
        given = self.declaration
        if given.outcome in STANDING and not self.is_about_its_text:
            return OUTDATED
        if given.outcome == Outcome.OPEN and not self.is_in_time:
            return POLLS_OVER
        match given.outcome:
            case Outcome.OPEN:
                return f"Dichiarato da {_who_and_when(given.declared_by, given.declared_at, now)}."
            case Outcome.AUTHORISED:
                return f"Autorizzato da {_who_and_when(given.decided_by, given.decided_at, now)}.{_review(given)}"
            case Outcome.REFUSED:
                by = _who_and_when(given.decided_by, given.decided_at, now)
                return f"Non autorizzato da {by}: «{given.note}»."
        return _withdrawn(given, now)


def position(campaign: Campaign, now: datetime) -> Position | None:
    """Return where the last declaration of a broadcast stands; None where there never was one. One query."""
    if campaign.pk:
        prefetch_related_objects([campaign], DECLARATIONS)
    last = campaign.declarations.first() if campaign.pk else None
    if last is None:
        return None
    return Position(last, last.fingerprint == fingerprint_of(campaign), not last.period.is_over(now))


def kept(campaign: Campaign, among: Collection[Campaign], at: datetime, now: datetime) -> str:
    """Say that a period keeps a broadcast that is due at `at`, since nobody has authorised it; "" where none does.

    `among`: those of its page, of which it is asked together what was declared.
    """
    if not rules.holds_at(active_periods.blocked_spans(now), at):
        return ""
    prefetch_related_objects([one for one in among if one.pk], DECLARATIONS)
    stands = position(campaign, now)
    return "" if stands and stands.is_authorised else KEPT


def _who_and_when(person: User | None, moment: datetime | None, now: datetime) -> str:
    name = display_name(person, "il sistema")
    return f"{name}, {in_a_sentence(moment, now)}" if moment else name


def _review(given: ElectionDeclaration) -> str:
    """Say what another authoriser has said of an emergency, or that they still have to; "" of anything else."""
    if not given.is_emergency:
        return ""
    if given.reviewed_by is None:
        return " È un'emergenza: un'altra persona la riesamina entro 24 ore."
    return (
        f" Riesame di {display_name(given.reviewed_by)}: {str(given.get_review_outcome_display()).lower()}."
    )


def _withdrawn(given: ElectionDeclaration, now: datetime) -> str:
    if given.withdrawn_by is None:
        return OUTDATED
    reason = f": {given.withdrawn_reason}" if given.withdrawn_reason else "."
    return f"Dichiarazione ritirata da {_who_and_when(given.withdrawn_by, given.withdrawn_at, now)}{reason}"


def declared_of(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """The declared sentences, who and when, and what became of it; {} where nobody has ever declared it."""
    stands = position(campaign, now)
    if stands is None:
        return {}
    given = stands.declaration
    return {
        "declaration": given,
        "is_authorised": stands.is_authorised,
        "became": "" if stands.is_open else stands.sentence(now),
        "when": in_a_sentence(given.declared_at, now),
        "said": [f"{question.removesuffix('?')}: {means}" for question, means in QUESTIONS.values()],
        "needs_note": given.category == Category.OTHER,
    }
