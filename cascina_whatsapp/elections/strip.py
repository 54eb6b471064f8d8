"""The strip on every page while a period holds, or is about to: one query, none for who may see no periods."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from cascina_whatsapp.presentation.formatting.dates import day_of, moment_in_words

from . import holding, rules
from .in_words import start_in_words
from .models import ElectoralPeriod

SEE = "elections.view_electoralperiod"
HOLDS = "Periodo elettorale fino a {until}: parte solo ciò che è impersonale, indispensabile e autorizzato."
WARNS = (
    "Da {start} comincia il periodo elettorale «{name}». Già ora niente propaganda, nemmeno sull'attività del Comune "
    "(legge 81/1993, art. 29)."
)


@dataclass(frozen=True)
class Strip:
    """A sentence for the top of the page about electoral periods."""

    sentence: str
    holds: bool
    """Otherwise it warns."""


def strip_for(user: User, now: datetime) -> Strip | None:
    """Build the strip on elections of this colleague's pages; None where there is nothing to say."""
    if not user.has_perm(SEE):
        return None
    periods = holding.ahead(now)
    until = rules.until([period.span for period in periods], now)
    if until:
        return Strip(HOLDS.format(until=moment_in_words(until)), holds=True)
    return next((_warning(period) for period in periods if _warns(period, now)), None)


def _warns(period: ElectoralPeriod, now: datetime) -> bool:
    return period.warning_from is not None and period.warning_from <= day_of(now)


def _warning(period: ElectoralPeriod) -> Strip:
    sentence = WARNS.format(start=start_in_words(period.starts_at), name=period.name)
    return Strip(sentence, holds=False)
