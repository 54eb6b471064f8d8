"""The filters of an export: as a query on the register, as data for the log, and in words."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import TextChoices, TextField
from django.db.models.functions import Cast
from django.utils.timezone import make_aware

from cascina_whatsapp.presentation.formatting.dates import day_in_words, with_article
from subscribers.models import ConsentRecord, ConsentRecordQuerySet

Kind = ConsentRecord.Kind
Channel = ConsentRecord.Channel
WHOLE = "Tutto il registro"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Days of registration (both included), kinds, channels, a topic; none of them is all of it."""

    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    topic: str = ""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Filters":
        """Read filters from what `as_data` made of them."""
        return cls(
            since=_day(data.get("since")),
            until=_day(data.get("until")),
            kinds=tuple(data.get("kinds", ())),
            channels=tuple(data.get("channels", ())),
            topic=data.get("topic", ""),
        )

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is left out, so that the chain can be followed from its beginning to its end."""
        return self == Filters()

    def as_data(self) -> dict[str, Any]:
        """Write the filters for a JSON column: only those that are set."""
        data = {
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "kinds": list(self.kinds),
            "channels": list(self.channels),
            "topic": self.topic,
        }
        return {name: value for name, value in data.items() if value}

    def in_words(self) -> str:
        """Write the filters in Italian."""
        words = [
            self.since and with_article(day_in_words(self.since), "dal"),
            self.until and f"fino {with_article(day_in_words(self.until), 'al')}",
            self.kinds and f"eventi: {_labels(Kind, self.kinds)}",
            self.channels and f"canali: {_labels(Channel, self.channels)}",
            self.topic and f"argomento: {self.topic}",
        ]
        said = "; ".join(word for word in words if word)
        return said[:1].upper() + said[1:] or WHOLE

    def records(self) -> ConsentRecordQuerySet:
        """The records, by the day on which they were registered in Cascina."""
        records = ConsentRecord.objects.all()
        if self.since:
            records = records.filter(recorded_at__gte=midnight(self.since))
        if self.until:
            records = records.filter(recorded_at__lt=midnight(self.until + timedelta(days=1)))
        if self.kinds:
            records = records.filter(kind__in=self.kinds)
        if self.channels:
            records = records.filter(channel__in=self.channels)
        return _about(records, self.topic) if self.topic else records


def _about(records: ConsentRecordQuerySet, topic: str) -> ConsentRecordQuerySet:
    if connection.features.supports_json_field_contains:
        return records.filter(topics__contains=[topic])
    return records.alias(spelt=Cast("topics", TextField())).filter(spelt__contains=json.dumps(topic))


def _labels(choices: type[TextChoices], values: tuple[str, ...]) -> str:
    return ", ".join(choices(value).label for value in values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def midnight(of: date) -> datetime:
    """Return when the day begins in Cascina."""
    return make_aware(datetime.combine(of, time.min))
