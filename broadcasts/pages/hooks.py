"""The questions of pages to slices, and who answers, in order. With `broadcasts/hooks.py` alone it names them.

A question is a tuple of functions; whoever asks reads here who answers. A panel, a fact or a sentence that raises
takes itself from the page and no more: the page says which could not be shown (`NAME` of the slice), and the log has
a line. What a step depends on raises: the page fails, and nothing is done.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import User
from django.urls import URLPattern

from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.draft_field import DraftField
from broadcasts.parts.panel import Fact, Panel
from broadcasts.reporting.month import MonthReport
from broadcasts.slices.bulletins.pages import answers as bulletins
from broadcasts.slices.calendar import pages as calendar
from broadcasts.slices.costs.pages import answers as costs
from broadcasts.slices.elections.pages import answers as elections
from broadcasts.slices.outlets.pages import answers as outlets
from broadcasts.slices.trials.pages import answers as trials
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.formatting.tables import Row
from cascina_whatsapp.presentation.menu import Section, Setting

ADDRESSES: tuple[Callable[[ModelAdmin], Iterable[URLPattern]], ...] = (
    elections.addresses,
    costs.addresses,
    outlets.addresses,
    trials.addresses,
)
"""The pages of a slice below those of the broadcasts. Asked once, as the addresses are read."""

FIELDS: tuple[Callable[[forms.ModelForm], Mapping[str, DraftField]], ...] = (outlets.fields,)
"""The fields that both forms of a draft have beside their own, by name: each shows itself, and writes its columns.
Asked for each form, also where a draft is kept or previewed while it is typed."""

REGIONS: tuple[Callable[[Plan], Mapping[str, Panel]], ...] = (outlets.regions,)
"""What follows the typing beside such a field, by the name of its place on the page. Asked with each preview."""

FACTS: tuple[Callable[[Campaign], list[Fact]], ...] = (outlets.facts,)
"""What else is read before a message is approved: its name, its value, and sentences on it."""

AFTER_REFUSAL: tuple[Callable[[Campaign], Act], ...] = (costs.after_refusal,)
"""What else may be done with a text that WhatsApp refused than to mend it. Beside a draft."""

FIRST_FACTS: tuple[Callable[[Message, Plan], list[Fact]], ...] = (costs.facts,)
"""The facts of a message after to whom it goes, on its page; before it leaves three are shown in all."""

IN_LINE: tuple[Callable[[Plan], str], ...] = (costs.in_line,)
"""What is said of a draft in one line, between to whom and when; asked where it goes to somebody's telephone."""

WARNINGS: tuple[Callable[[Plan], list[tuple[str, str]]], ...] = (costs.warnings,)
"""What to mind before a message leaves: sentence and tone ("wait", "bad"), on its page and beside a draft."""

REMARKS: tuple[Callable[[Plan], str], ...] = (costs.remark,)
"""What else whoever approves a message reads below its facts, or ""."""

SAID: tuple[Callable[[Message], str], ...] = (costs.said,)
"""What the page that follows a message says after whom it reached, or ""."""

PANELS: tuple[Callable[[Message, str], Panel | None], ...] = (
    elections.panel,
    costs.panel,
    outlets.panel,
    trials.panel,
)
"""Panels of a message's page, by place: "notices" beside its facts; "figures" of what became of it, once it left;
"write" below the form; on the page of one that waits ("wait"), for who decides ("approve"), that left ("follow")."""

BEFORE_RESUMING: tuple[Callable[[Campaign, datetime], str], ...] = (costs.why_dearer,)
"""What one reads before a stopped message goes on; "" where one click resumes it."""

OF_A_MONTH: tuple[Callable[[MonthReport, datetime], tuple[str, list[Row]]], ...] = (costs.of_a_month,)
"""What the page of a month says beyond its messages, and its figures for the file."""

OFFERS: tuple[Callable[[User, Campaign], Mapping[str, Act]], ...] = (costs.offers, trials.offers)
"""What this reader may do with the broadcast now, by the names in `parts.action_layout`. On each page of it,
on that where it is written, and where it is saved with one of these names as the next step."""

SITE: tuple[Callable[[AdminSite], Iterable[URLPattern]], ...] = (calendar.urls,)
"""Pages that belong to no message, below the admin's address. Asked once, by the staff's site."""

LINKS: tuple[tuple[str, Section | Setting], ...] = (
    *calendar.LINKS,
    *trials.LINKS,
    *outlets.LINKS,
    *costs.LINKS,
    *elections.LINKS,
    *bulletins.LINKS,
)
"""The ways to slices' pages: where → what. In the menu behind this page's entry; in one's "own" menu; on Inizio; in a
group of Impostazioni."""

BESIDE_FORM: tuple[Callable[[Plan], Panel | None], ...] = (elections.beside_form,)
"""What stands in the way of a draft, above its form. With each preview that counts people."""

ADVICE: tuple[Callable[[Plan], Panel | None], ...] = (elections.advice,)
"""What to think over in a message's words. With each preview."""

FIRST: tuple[Callable[[Campaign, datetime], str], ...] = (elections.first,)
"""The act whose page comes before asking for an approval, by name; "" where none does. On asking, on saving."""

KEEPS: tuple[Callable[[Campaign], bool], ...] = (elections.is_kept,)
"""Whether a slice keeps a broadcast, so that it can be cancelled and not deleted. Asked where a
page offers to delete, and before it does."""

FILTERS = (elections.Declared,)
"""The filters of the list of messages, after its own; each has words for when it leaves nothing out."""
