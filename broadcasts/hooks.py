"""What the engine asks its slices, and who answers, in order: with `pages/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. No answer costs a query more than the asker
had (`Plan.once`), none calls an outside service, and one that raises refuses the step that asked.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from broadcasts.content.validation import Problem
from broadcasts.costs import answers as costs
from broadcasts.elections import answers as elections
from broadcasts.models import Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.steps.plan import Plan

OBJECTIONS: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (
    elections.objections,
    costs.objections,
)
"""Why this person may not approve the plan. In the transaction of launching and of moving."""

WHY_HELD: tuple[Callable[[Campaign, User, datetime], str], ...] = (costs.why_held,)
"""Why this person may not let a broadcast go on, in Italian; "". Resuming, sending again, and their pages."""

COLUMNS: tuple[Callable[[Campaign, datetime, datetime], Mapping[str, Any]], ...] = (costs.columns,)
"""The columns of a broadcast that leaves at a moment, written with its approval, and where a person lets it go on.

In the transaction of launching, resuming and sending again, which WrongState refuses.
"""

ON_STEP: tuple[Callable[[Campaign, CampaignEvent.Step, User | None, datetime], None], ...] = (costs.on_step,)
"""What follows from a step of a broadcast, which somebody takes, or nobody. In the transaction of the step."""

ON_TEMPLATE: tuple[Callable[[WhatsAppTemplate, WhatsAppTemplate, datetime], None], ...] = (costs.on_template,)
"""What follows where Meta says something new of a template: as it was before, as it is. In that transaction."""

ON_ANNOUNCED: tuple[Callable[[WhatsAppTemplate, str, datetime | None, datetime], None], ...] = (
    costs.on_announced,
)
"""Who is told that Meta will bill a template as another category, from a moment on or soon."""

DUE: tuple[Callable[[datetime], Iterable[tuple[str, ...]]], ...] = (costs.due,)
"""The tasks for which something waits, each with its arguments. Asked each second by `start_due`."""

TALLY: tuple[Callable[[datetime, datetime], None], ...] = (costs.tally,)
"""What is counted of broadcasts on their way or over after the second moment: every five minutes, all at night."""

PRECONDITIONS: tuple[Callable[[Campaign, datetime], bool], ...] = (costs.may_start,)
"""Whether a broadcast that is due may start, before its file is uploaded; False has dealt with the trouble."""
