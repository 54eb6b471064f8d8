"""The questions of engine and project to slices, and who answers. Beside `pages/hooks.py` nothing else names these.

A question is a tuple of functions; whoever asks reads here who answers. No answer costs a query more than the asker
had (`Plan.once`), none calls an outside service, and one that raises refuses the step that asked.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, Q

from broadcasts.content.validation import Problem
from broadcasts.costs import answers as costs
from broadcasts.elections import answers as elections
from broadcasts.models import Campaign
from broadcasts.parts.desk import Alerts, Waiting
from broadcasts.reporting.standings import Standing
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.checks import Check

OBJECTIONS: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (
    elections.objections,
    costs.objections,
)
"""Why this person may not approve the plan. In the transaction of launching and of moving."""

VOUCHED: tuple[Callable[[Campaign, datetime], bool], ...] = (elections.is_vouched,)
"""Whether each permission by which a broadcast may leave was given on its page. Before a start, and once a lease."""

WHY_HELD: tuple[Callable[[Campaign, User, datetime], str], ...] = (elections.why_held,)
"""Why what was approved may not go on, in Italian; "" where it may. In the transaction of resuming and resending."""

MAY_LEAVE: tuple[Callable[[datetime], Q], ...] = (elections.is_let_through,)
"""The condition on broadcasts that may leave at a moment: part of the statement of start, claim and suspension."""

EXEMPT: tuple[Callable[[datetime], Exists], ...] = (elections.is_authorised,)
"""The condition on broadcasts that may leave while the others are held back: a column of who asks `GUARDS`."""

GUARDS: tuple[Callable[[datetime], Callable[[datetime], bool] | None], ...] = (elections.guard,)
"""What tells in memory whether the others are held back at a moment; None: not for long. Read by each sender's lease,
and by the tick that starts what is due."""

ON_SUSPENDED: tuple[Callable[[Sequence[Campaign], datetime], None], ...] = (elections.tell_of_suspensions,)
"""Who is told that these broadcasts were suspended. In the transaction of suspending."""

PUBLIC: tuple[Callable[[datetime], Q], ...] = (elections.may_be_read,)
"""The condition on broadcasts that have left and may be shown to anybody."""

STANDS: tuple[Callable[[Collection[Campaign], User, datetime], Mapping[int, Standing]], ...] = (
    elections.to_be_authorised,
)
"""Broadcast's id → how it stands for this reader, before its own state says. Once a page, of all its messages."""

KEPT: tuple[Callable[[Campaign, Collection[Campaign], datetime, datetime], str], ...] = (elections.kept,)
"""What keeps a broadcast (of a page with these) that is due at the first moment, as known at the second; or ""."""

ALERTS: tuple[Alerts, ...] = (elections.ALERTS,)
"""What the bar on every page tells beside its own. With each page, for who may act."""

WAITING: tuple[Callable[[User, datetime], Iterator[Waiting]], ...] = (elections.waiting,)
"""What others did or asked that this person may decide on, asked of who has a right of `DECIDERS`. Once a page."""

DECIDERS: tuple[tuple[str, ...], ...] = (elections.DECIDERS,)
"""The rights of who is asked about `WAITING`, in its order."""

CHECKS: tuple[Check, ...] = (elections.authorisers_check,)
"""What the doctor looks at, between this machine and Meta; a check of a slice may bring its own source."""
