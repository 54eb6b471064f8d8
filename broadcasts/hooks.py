"""What the engine asks its slices, and who answers, in order: with `pages/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. No answer costs a query more than the asker
had (`Plan.once`), none calls an outside service, and one that raises refuses the step that asked.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from broadcasts.content.validation import Problem
from broadcasts.costs import answers as costs
from broadcasts.elections import answers as elections
from broadcasts.models import Campaign
from broadcasts.steps.plan import Plan
from broadcasts.trials import answers as trials
from cascina_whatsapp.security.retention_rules import Rule
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate
from cascina_whatsapp.whatsapp.cloud_api.people import Person

OBJECTIONS: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (
    elections.objections,
    costs.objections,
)
"""Why this person may not approve the plan. In the transaction of launching and of moving."""

MISSING: tuple[Callable[[Campaign], Iterable[Problem]], ...] = (trials.missing,)
"""What a broadcast lacks before its approval is asked for. In the transaction of `ask_review`."""

DUE: tuple[Callable[[datetime], Iterable[tuple[str, ...]]], ...] = (trials.due,)
"""The tasks for which something waits, each with its arguments. Asked each second by `start_due`."""

RECEIPTS: tuple[Callable[[list[StatusUpdate]], None], ...] = (trials.apply_receipts,)
"""Apply what Meta tells of a slice's own messages; others are passed over. In the transaction of a routed batch."""

CODES: tuple[Callable[[Person, str, datetime], bool], ...] = (trials.confirm,)
"""Whether what somebody wrote then is a code of staff's, and no citizen's wish. In that transaction, too."""

DOUBT: tuple[Callable[[datetime], Mapping[str, int]], ...] = (trials.doubt,)
"""Hold what may have left since this copy of the database was made: what → how many. In the transaction of `hold`."""

NUMBERED: tuple[type[Model], ...] = (trials.Trial,)
"""The tables whose rows' numbers messages bear: after a restore, numbers that may have been given are skipped."""

PHONES: tuple[type[Model], ...] = (trials.TrialNumber,)
"""The tables with telephone numbers, each with its pseudonym in a column of its own. Asked after `migrate`."""

RETENTION: tuple[Rule, ...] = (trials.RETENTION,)
"""How long a slice keeps rows of its own. Part of the table of the nightly retention."""

DOSSIER: tuple[Callable[[set[str]], Mapping[str, Iterable[Mapping[str, Any]]]], ...] = (trials.dossier,)
"""What a slice holds of the person with these pseudonyms: key in the person's dossier → what it says."""

PERSONAL: tuple[Callable[[set[str]], Mapping[str, QuerySet[Any]]], ...] = (trials.numbers_of,)
"""The same as rows: what they are, in Italian → those that erasure counts, and deletes in its transaction."""
