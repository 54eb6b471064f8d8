"""What the engine asks its slices, and who answers, in order: with `pages/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. No answer costs a query more than the asker
had (`Plan.once`), none calls an outside service, and one that raises refuses the step that asked.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from broadcasts.content.validation import Problem
from broadcasts.costs import answers as costs
from broadcasts.elections import answers as elections
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.outlets import answers as outlets
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.checks import Check

OBJECTIONS: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (
    elections.objections,
    costs.objections,
)
"""Why this person may not approve the plan. In the transaction of launching and of moving."""

ON_STEP: tuple[Callable[[Campaign, CampaignEvent.Step, User | None, datetime], None], ...] = (
    outlets.on_step,
)
"""What follows from a step of a broadcast, which somebody takes, or nobody. In the transaction of the step."""

ON_AMENDED: tuple[Callable[[Campaign, Mapping[str, Any]], None], ...] = (outlets.on_amended,)
"""What follows where a published broadcast is corrected or withdrawn: `title` and `body` as they read now, `reason`,
`is_withdrawal`. In the transaction of the public pages, which holds the broadcast."""

DOUBT: tuple[Callable[[datetime], dict[str, int]], ...] = (outlets.doubt,)
"""What an older copy of the database may have let out since: by its name, how many wait for a person from now on. In
the transaction of the restore."""

OUT_ELSEWHERE: tuple[Callable[[], Q], ...] = (outlets.out_elsewhere,)
"""The broadcasts of which something is out, or may be, beside the telephones: anybody may read them. Part of the
statement that finds these."""

ALERT_FILES: tuple[Callable[[], QuerySet[Any]], ...] = (outlets.alert_files,)
"""The alerts as other services got them (rows of AlertFile). The public pages list them, give them away, and see if
there are more."""

FIGURES: tuple[Callable[[int], QuerySet[Any, Any]], ...] = (outlets.figures,)
"""What moves of a broadcast, by its number, without a step being taken: rows of a number, a state and a count. Part
of the statement with which an open page asks whether it is to be read again."""

DUE: tuple[Callable[[datetime], None], ...] = (outlets.due,)
"""What is to be done at once where something waits. Every second, after the start of what is due; a tick each."""

CHECKS: tuple[Check, ...] = (outlets.channel_check,)
"""What the doctor looks at, between this machine and Meta; a check of a slice may bring its own source."""
