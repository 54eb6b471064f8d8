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
from broadcasts.models import Campaign
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

ON_STEP: tuple[Callable[[Campaign, str, User | None, datetime], None], ...] = (costs.on_step,)
"""What follows a step (CampaignEvent.Step) that `launching` takes, by a person or by itself. In its transaction."""

TALLY: tuple[Callable[[datetime, datetime], None], ...] = (costs.tally,)
"""What is counted of broadcasts on their way or over after the second moment: every five minutes, all at night."""

PRECONDITIONS: tuple[Callable[[Campaign, datetime], bool], ...] = (costs.may_start,)
"""Whether a broadcast that is due may start, before its file is uploaded; False has dealt with the trouble."""
