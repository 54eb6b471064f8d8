"""What the pages ask the slices, and who answers, in order: with `broadcasts/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. An answer that raises takes its own panel
from the page and no more: the page says which could not be shown, and the log has a line.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.urls import URLPattern

from broadcasts.models import Campaign
from broadcasts.outlets.pages import answers as outlets
from broadcasts.parts.draft_field import DraftField
from broadcasts.parts.panel import Panel
from broadcasts.steps.plan import Plan

ADDRESSES: tuple[Callable[[ModelAdmin], list[URLPattern]], ...] = (outlets.addresses,)
"""The pages of a slice below those of the broadcasts. Asked once, as the addresses are read."""

FIELDS: tuple[Callable[[forms.ModelForm], Mapping[str, DraftField]], ...] = (outlets.fields,)
"""The fields that both forms of a draft have beside their own, by name: each shows itself, and writes its columns."""

REGIONS: tuple[Callable[[Plan], Mapping[str, Panel]], ...] = (outlets.regions,)
"""What follows the typing beside such a field, by the name of its place on the page. Asked with each preview."""

FACTS: tuple[Callable[[Campaign], list[tuple[str, str, list[str]]]], ...] = (outlets.facts,)
"""What else is read before a message is approved: its name, its value, and sentences on it."""

PANELS: tuple[Callable[[Any, str], Panel | None], ...] = (outlets.panel,)
"""What a message's page shows in this place ("follow"): asked by the page, of its MessagePage, once."""
