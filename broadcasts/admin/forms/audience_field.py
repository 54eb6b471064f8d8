# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""To whom a broadcast goes, as the form asks it: topics to tick, each with how many it reaches, or everybody."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundWidget

from broadcasts.audience import reachable


@dataclass(frozen=True)
class Choice:
    """One topic to tick."""

    box: BoundWidget
    people: int


@dataclass(frozen=True)
class Choices:
    """All that can be ticked, and how many people that would reach now."""

    topics: list[Choice]
    everybody: int


def choices_of(form: BaseForm) -> Choices:
    """For to_whom.html. Three queries."""
    counted = reachable()
    boxes = [Choice(box, counted.by_topic[box.data["value"].value]) for box in form["topics"].subwidgets]
    return Choices(boxes, counted.everybody)
