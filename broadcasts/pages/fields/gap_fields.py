"""The gaps of a ready text as fields: each is asked once, however often it stands, and fills title and text.

A draft that began with a ready text keeps it with what was written in its gaps (`Campaign.gaps`), until somebody
writes freely.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.forms import BaseForm, CharField
from django.http import QueryDict
from django.utils.text import capfirst

from broadcasts.launching.drafts.drafting import gaps_of, ready_texts
from broadcasts.launching.drafts.occasion_fields import NO_DAY, NO_HOUR
from broadcasts.models import Campaign
from broadcasts.rules.words.placeholders import Kind, day_in_gap, filled, gaps_in, hour_in_gap, kind_of
from cascina_whatsapp.presentation.components import row_number
from cascina_whatsapp.whatsapp.cloud_api.limits import characters

READY = "testo"
"""The parameter, and the hidden field, that names the ready text with which a broadcast begins."""
FREELY = "freely"
"""The button that leaves the gaps, to write on the text itself."""
GAP_MOST = 200
"""Characters of what is written in one gap."""
INPUTS = {Kind.DAY: "date", Kind.HOUR: "time", Kind.TEXT: "text"}


@dataclass(frozen=True)
class Gap:
    """One gap as a field of the form."""

    field: str
    name: str
    kind: Kind
    value: str
    """As the browser writes it: a day as 2026-12-01, an hour as 08:00."""
    error: str = ""

    @property
    def label(self) -> str:
        return str(capfirst(self.name))

    @property
    def input(self) -> str:
        """The type of the field for a browser."""
        return INPUTS[self.kind]

    @property
    def is_wide(self) -> bool:
        return self.kind == Kind.TEXT

    @property
    def missing(self) -> str:
        """The sentence about a gap that is still empty, which names it."""
        return f"Scrivi «{self.name}»: il messaggio non può partire senza."


@dataclass(frozen=True)
class Gaps:
    """The gaps of a broadcast as they are filled so far."""

    begun: Mapping[str, Any]
    """The ready text: its "name", "title" and "body"."""
    fields: list[Gap] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.begun["name"])

    @property
    def title(self) -> str:
        """The title; where it would be too long, its days are written short."""
        whole = filled(self.begun["title"], self._words())
        is_long = characters(whole) > Campaign.TITLE_MOST
        return filled(self.begun["title"], self._words(is_brief=True)) if is_long else whole

    @property
    def body(self) -> str:
        return filled(self.begun["body"], self._words())

    @property
    def kept(self) -> dict[str, Any]:
        """The gaps as the draft keeps them."""
        return {**self.begun, "values": {gap.name: gap.value for gap in self.fields if gap.value}}

    def _words(self, *, is_brief: bool = False) -> dict[str, str]:
        return {
            gap.name: _in_words(gap, is_brief=is_brief) for gap in self.fields if gap.value and not gap.error
        }


def asked(campaign: Campaign | None, data: Any, begun: Mapping[str, Any] | None = None) -> Gaps | None:
    """The gaps that a form asks; None for one that is written freely. `begun`: the ready text of a new form."""
    is_posted = data is not None and "gap_0" in data
    if data is not None and not is_posted:
        return None
    kept = (campaign.gaps if campaign else None) or begun or (_ready(data) if data else None)
    if not kept:
        return None
    values = kept.get("values", {})
    names = {f"gap_{place}": name for place, name in enumerate(gaps_in(kept["title"], kept["body"]))}
    written = {
        place: data.get(place, "") if is_posted else values.get(name, "") for place, name in names.items()
    }
    found = [_gap(place, name, str(written[place]).strip()) for place, name in names.items()]
    return Gaps({part: kept[part] for part in ("name", "title", "body")}, _in_order(found)) if found else None


def with_words(data: Any, gaps: Gaps | None) -> Any:
    """The posted answers with title and text as the gaps make them: every form reads them as if they were typed."""
    if gaps is None or data is None:
        return data
    whole = data.copy()
    whole["title"], whole["body"] = gaps.title, gaps.body
    return whole


def add_to(form: BaseForm, gaps: Gaps | None) -> None:
    """Give the form a field for each gap, and what is wrong with it."""
    for gap in gaps.fields if gaps else []:
        form.fields[gap.field] = CharField(label=gap.name, required=False, initial=gap.value)


def keep(campaign: Campaign, gaps: Gaps | None, data: Any) -> bool:
    """Let the draft keep its gaps, or let go of them where it is written freely; whether that is a change."""
    is_free = gaps is None or data.get("step") == FREELY
    before, campaign.gaps = campaign.gaps, {} if gaps is None or is_free else gaps.kept
    return bool(before != campaign.gaps)


def _ready(data: QueryDict) -> dict[str, Any] | None:
    number = row_number(data.get(READY))
    ready = ready_texts().filter(pk=number).first() if number else None
    return gaps_of(ready) if ready else None


def _gap(place: str, name: str, value: str) -> Gap:
    kind = kind_of(name)
    if len(value) > GAP_MOST:
        told = f"«{capfirst(name)}»: qui ci stanno {GAP_MOST} caratteri, e sono {len(value)}."
        return Gap(place, name, kind, "", told)
    try:
        read = date.fromisoformat(value) if value and kind == Kind.DAY else None
        read_hour = time.fromisoformat(value) if value and kind == Kind.HOUR else None
    except ValueError:
        return Gap(place, name, kind, value, f"«{capfirst(name)}»: {NO_DAY if kind == Kind.DAY else NO_HOUR}")
    return Gap(place, name, kind, str(read or (read_hour and f"{read_hour:%H:%M}") or value))


def _in_order(gaps: list[Gap]) -> list[Gap]:
    """Tell of a day that comes before the one with which it begins, beside the second one."""
    by_name = {gap.name: gap for gap in gaps}
    first, last = by_name.get("dal"), by_name.get("al")
    if (
        not (first and last and first.value and last.value)
        or first.error
        or last.error
        or first.value <= last.value
    ):
        return gaps
    told = Gap(
        last.field, last.name, last.kind, last.value, "«Al» viene prima di «dal»: controlla i due giorni."
    )
    return [told if gap is last else gap for gap in gaps]


def _in_words(gap: Gap, *, is_brief: bool) -> str:
    if gap.kind == Kind.DAY:
        return day_in_gap(date.fromisoformat(gap.value), is_brief=is_brief)
    return hour_in_gap(time.fromisoformat(gap.value)) if gap.kind == Kind.HOUR else gap.value
