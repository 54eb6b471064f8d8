"""What the pages ask the slices, and who answers, in order: with `broadcasts/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. An answer that raises takes its own panel
from the page and no more: the page says which could not be shown, and the log has a line.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.urls import URLPattern

from broadcasts.content.validation import Problem
from broadcasts.elections.pages import answers as elections
from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.panel import Panel
from broadcasts.steps.plan import Plan

ADDRESSES: tuple[Callable[[ModelAdmin], list[URLPattern]], ...] = (elections.addresses,)
"""The slices' pages of one message, below the broadcasts' own. Once, as the site begins."""

PANELS: tuple[Callable[[Message, str], Panel | None], ...] = (elections.panel,)
"""What a slice tells and offers on the page of a message that waits ("wait"), for who decides ("approve"), and of an
approved one ("follow"). Once a page."""

BESIDE_FORM: tuple[Callable[[Plan], Panel | None], ...] = (elections.beside_form,)
"""What stands in the way of a draft, above its form. With each preview that counts people."""

ADVICE: tuple[Callable[[Plan], Panel | None], ...] = (elections.advice,)
"""What to think over in a message's words. With each preview."""

FIRST: tuple[Callable[[Campaign, datetime], str], ...] = (elections.first,)
"""The act whose page comes before asking for an approval, by name; "" where none does. On asking, on saving."""

MOMENT: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (elections.objections,)
"""Why this person may not approve a message for the moment that they chose: another one would do."""

KEEPS: tuple[Callable[[Campaign], bool], ...] = (elections.is_kept,)
"""Whether a slice keeps a broadcast, so that it can be cancelled and not deleted."""

FILTERS = (elections.Declared,)
"""The filters of the list of messages, after its own; each has words for when it leaves nothing out."""

WHY_NOT_RESENT: tuple[Callable[[Campaign, User, datetime], str], ...] = (elections.why_not_resent,)
"""Why a message can't leave again for whom it missed, in Italian; "" where it can. On the page that follows it."""
