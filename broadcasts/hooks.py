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
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.outlets import answers as outlets
from broadcasts.steps.plan import Plan

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
