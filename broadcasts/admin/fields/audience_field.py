"""The form field of a broadcast's audience: topics to tick, each with how many it reaches, or everybody."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundWidget

from broadcasts.audience import reachable


@dataclass(frozen=True)
class Choice:
    """One topic to tick, and how many people it reaches."""

    box: BoundWidget
    people: int


@dataclass(frozen=True)
class Choices:
    """The choices of an audience, and how many people each would reach now."""

    topics: list[Choice]
    everybody: int


def choices_of(form: BaseForm) -> Choices:
    """Collect the choices that to_whom.html shows, in three queries."""
    counted = reachable()
    boxes = [Choice(box, counted.by_topic[box.data["value"].value]) for box in form["topics"].subwidgets]
    return Choices(boxes, counted.everybody)
