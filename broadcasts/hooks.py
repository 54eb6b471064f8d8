"""The questions of engine and project to slices, and who answers, by the life of a message.

Beside `pages/hooks.py` no other module names slices. A question is a tuple of functions; whoever asks reads here who
answers. No answer costs a query more than the asker had (`Plan.once`), none calls an outside service, and one that
raises refuses the step that asked; of the desk's, it takes itself from the page (`parts.panel`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, Model, Q, QuerySet

from broadcasts.content.validation import Problem
from broadcasts.models import Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.parts.desk import Alerts, PendingDecision
from broadcasts.parts.panel import Panel
from broadcasts.reporting.display_status import Standing
from broadcasts.slices.costs import answers as costs
from broadcasts.slices.elections import answers as elections
from broadcasts.slices.outlets import answers as outlets
from broadcasts.slices.trials import answers as trials
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.checks import Check
from cascina_whatsapp.security.retention_rules import Rule
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate
from cascina_whatsapp.whatsapp.cloud_api.people import Person

# ── Written and approved ────────────────────────────────────────────────────────────────────────────────────

MISSING: tuple[Callable[[Campaign], Iterable[Problem]], ...] = (trials.missing,)
"""What a broadcast lacks before its approval is asked for. In the transaction of `ask_review`."""

FORBIDS: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (elections.forbids, costs.forbids)
"""Why this person may not let a broadcast leave as planned, or go on (`plan.goes_on`); what another moment may mend
is about the field "at". Part of `launching.leaving.FORBIDS`: in the transaction of who decides, and on pages."""

ON_STEP: tuple[Callable[[Campaign, CampaignEvent.Step, User | None, datetime], None], ...] = (
    costs.on_step,
    outlets.on_step,
)
"""What follows where a broadcast takes a step, by a person or, `None`, by itself. In the transaction of the step,
once state and step are written; asked of every step where it is written (`transitions.record_event`)."""

COLUMNS: tuple[Callable[[Campaign, datetime, datetime], Mapping[str, Any]], ...] = (costs.columns,)
"""The columns of a broadcast that leaves at the first moment, as known at the second: with its approval, and where a
person lets it go on. In the transaction of `launch`, `resume` and `resend`, which a WrongState refuses."""

# ── Approved and leaving ────────────────────────────────────────────────────────────────────────────────────

DUE: tuple[Callable[[datetime], Iterable[tuple[str, ...]]], ...] = (outlets.due, trials.due, costs.due)
"""The tasks for which something waits, each by its name and arguments. Asked each second by `start_due`."""

PRECONDITIONS: tuple[Callable[[Campaign, datetime], bool], ...] = (costs.may_start,)
"""Whether a broadcast that is due may start, before its file is uploaded; an answer of False has dealt with the
trouble. Asked by `start`, in no transaction."""

VOUCHED: tuple[Callable[[Campaign, datetime], bool], ...] = (elections.is_vouched,)
"""Whether each permission by which a broadcast may leave was given on its page. Asked before a start, and once a
sender's lease, in no transaction."""

MAY_LEAVE: tuple[Callable[[datetime], Q], ...] = (elections.is_let_through,)
"""The condition on broadcasts that may leave at a moment; all of them hold. Part of the statement that starts,
claims, suspends, releases or publishes, and of what a citizen is told of the latest news."""

GUARDS: tuple[Callable[[datetime], Callable[[datetime], bool] | None], ...] = (elections.guard,)
"""What tells in memory whether all but the exempt are held back at a moment; None: not for long. Read once by each
sender's lease, and by the ticks that start, suspend and propose."""

EXEMPT: tuple[Callable[[datetime], Exists], ...] = (elections.is_authorised,)
"""The condition on broadcasts that may leave while `GUARDS` hold the others back; all of them hold. A column of the
statement of who asks `GUARDS`."""

ON_SUSPENDED: tuple[Callable[[Sequence[Campaign], datetime], None], ...] = (elections.tell_of_suspensions,)
"""Who is told that these broadcasts were suspended. In the transaction of suspending."""

# ── As pages tell it ────────────────────────────────────────────────────────────────────────────────────────

STANDS: tuple[Callable[[Collection[Campaign], User, datetime], Mapping[int, Standing]], ...] = (
    elections.to_be_authorised,
)
"""Broadcast's id → how it stands for this reader, before its own state says. Once a page, of all its messages."""

KEPT: tuple[Callable[[Campaign, Collection[Campaign], datetime, datetime], str], ...] = (elections.kept,)
"""What keeps a broadcast of a page with these that is due at the first moment, as known at the second, in Italian; ""
where nothing does. Asked by pages and letters that say when it leaves: the first answer counts."""

FIGURES: tuple[Callable[[int], QuerySet[Any, Any]], ...] = (outlets.figures,)
"""What moves of a broadcast, by its number, without a step being taken: rows of a number, a state and a count. Part
of the statement with which an open page asks whether it is to be read again."""

# ── What Meta says ──────────────────────────────────────────────────────────────────────────────────────────

RECEIPTS: tuple[Callable[[list[StatusUpdate]], None], ...] = (trials.apply_receipts,)
"""Apply what Meta tells of a slice's own messages; others are passed over. In the transaction of a routed batch."""

ON_TEMPLATE: tuple[Callable[[WhatsAppTemplate, WhatsAppTemplate, datetime], None], ...] = (costs.on_template,)
"""What follows where Meta says something new of a template: as it was, as it is. In the transaction that keeps it."""

ON_ANNOUNCED: tuple[Callable[[WhatsAppTemplate, str, datetime | None, datetime], None], ...] = (
    costs.on_announced,
)
"""Who is told that Meta will bill a template as another category, from a moment on or, None, soon. After what was
heard is kept."""

TALLY: tuple[Callable[[datetime, datetime], None], ...] = (costs.tally,)
"""What is counted at the first moment of broadcasts on their way, or over since the second: every five minutes of the
last hour, every night of the last month."""

# ── What anybody may read ───────────────────────────────────────────────────────────────────────────────────

PUBLIC: tuple[Callable[[datetime], Q], ...] = (elections.may_be_read,)
"""The condition on broadcasts that have left and may be shown to anybody; all of them hold. Part of the statement of
the public pages."""

OUT_ELSEWHERE: tuple[Callable[[], Q], ...] = (outlets.out_elsewhere,)
"""The condition on broadcasts of which something is out, or may be, beside the telephones; one is enough. Part of the
statement of the public pages."""

ALERT_FILES: tuple[Callable[[], QuerySet[Any]], ...] = (outlets.alert_files,)
"""The alerts as other services got them (rows of AlertFile). The public pages list them, give them away, and see if
there are more."""

ON_AMENDED: tuple[Callable[[Campaign, Mapping[str, Any]], None], ...] = (outlets.on_amended,)
"""What follows where a published broadcast is corrected or withdrawn: `title` and `body` as they read now, `reason`,
`is_withdrawal`. In the transaction that writes the correction, which holds the broadcast."""

# ── People and their data ───────────────────────────────────────────────────────────────────────────────────

CODES: tuple[Callable[[Person, str, datetime], bool], ...] = (trials.confirm,)
"""Whether what somebody wrote then is a code of staff's, and no citizen's wish. In the transaction of a
routed batch."""

PHONES: tuple[type[Model], ...] = (trials.TrialNumber,)
"""The tables with telephone numbers, each with its pseudonym in a column of its own. Asked after `migrate`."""

RETENTION: tuple[Rule, ...] = (trials.RETENTION,)
"""How long a slice keeps rows of its own. Part of the table of the nightly retention."""

DOSSIER: tuple[Callable[[set[str]], Mapping[str, Iterable[Mapping[str, Any]]]], ...] = (trials.dossier,)
"""What a slice holds of the person with these pseudonyms: key in the person's dossier → what it says."""

PERSONAL: tuple[Callable[[set[str]], Mapping[str, QuerySet[Any]]], ...] = (trials.numbers_of,)
"""The rows of the person with these pseudonyms: what they are, in Italian → those that erasure counts, and deletes in
its transaction."""

# ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────

ALERTS: tuple[Alerts, ...] = (elections.ALERTS,)
"""What the bar on every page tells beside its own. With each page, for who may act."""

WAITING: tuple[tuple[tuple[str, ...], Callable[[User, datetime], Iterator[PendingDecision]]], ...] = (
    (elections.DECIDERS, elections.waiting),
    (costs.DECIDERS, costs.waiting),
)
"""What others did or asked that a person may decide on: the rights of which they need one, and what tells. With each
page, for its bar, *Inizio* and *Novità*."""

OF_A_REQUEST: tuple[Callable[[Campaign, int, date], str], ...] = (costs.at_most,)
"""What *Inizio* says of a message that asks for its approval and goes to so many people, on that day. No query for
each."""

HOME: tuple[tuple[str, tuple[str, ...], Callable[[Any], Panel]], ...] = (
    ("spending", costs.DECIDE, costs.home),
)
"""Sections of *Inizio*: name, the rights of which one opens it, and its panel for the page's reader, who knows `now`
and what they may."""

# ── The machine ─────────────────────────────────────────────────────────────────────────────────────────────

CHECKS: tuple[Check, ...] = (elections.authorisers_check, outlets.channel_check)
"""What the doctor looks at, between this machine and Meta; a check may bring its own source."""

DOUBT: tuple[Callable[[datetime], Mapping[str, int]], ...] = (trials.doubt, outlets.doubt)
"""What an older copy of the database may have let out since: by its name, how many wait for a person from now on. In
the transaction of the restore."""

NUMBERED: tuple[type[Model], ...] = (trials.Trial,)
"""The tables whose rows' numbers messages bear: after a restore, numbers that may have been given are skipped."""
