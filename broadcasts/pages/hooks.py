"""The questions of pages to slices, and who answers, in order. With `broadcasts/hooks.py` alone it names them.

A question is a tuple of functions; whoever asks reads here who answers. An answer that raises takes its own panel
from the page and no more: the page says which could not be shown, and the log has a line.
"""

from collections.abc import Callable, Iterable, Mapping

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import User
from django.urls import URLPattern

from broadcasts.calendar import pages as calendar
from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.panel import Panel
from broadcasts.trials.pages import answers as trials
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.menu import Section

ADDRESSES: tuple[Callable[[ModelAdmin], Iterable[URLPattern]], ...] = (trials.addresses,)
"""The pages of one broadcast, below the addresses of its own. Asked once, by `campaigns.addresses`."""

OFFERS: tuple[Callable[[User, Campaign], Mapping[str, Act]], ...] = (trials.offers,)
"""What this reader may do with the broadcast now, by the names in `parts.anatomy`; while it is written, too."""

PANELS: tuple[Callable[[Message, str], Panel | None], ...] = (trials.panel,)
"""What a page of this message shows beside what is common: "write", "wait", "approve", "follow"."""

SITE: tuple[Callable[[AdminSite], Iterable[URLPattern]], ...] = (calendar.urls,)
"""Pages that belong to no message, below the admin's address. Asked once, by the staff's site."""

LINKS: tuple[tuple[str, Section], ...] = (
    *calendar.LINKS,
    *trials.LINKS,
)
"""The ways to slices' pages: where → what. In the menu behind this page's entry; in one's "own" menu; on Inizio."""
