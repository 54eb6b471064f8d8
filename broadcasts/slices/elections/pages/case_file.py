"""The case file of an electoral period: a ZIP of the tables that its pages give away, the declarations, and an index.

A period comes in, bytes go out. Colleagues are named; no citizen is.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib.auth.models import User
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string

from broadcasts.models import WORDS, Campaign, CampaignEvent
from broadcasts.reporting import files
from broadcasts.reporting.progress import progress_of_all
from broadcasts.slices.elections.in_words import effect
from broadcasts.slices.elections.models import ElectionDeclaration
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.tables import Row, written
from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.forwarding import table
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.exporting import snapshot

from .sent_in_period import left_inside

INDEX = "indice.txt"
ACTS = {"atti/atto-di-indizione.pdf": "act_file", "atti/disposizione-interna.pdf": "internal_file"}
"""The name of an act's file in the ZIP → the field of its period."""
PEOPLE = ("declared_by", "decided_by", "withdrawn_by", "reviewed_by")
DECLARED: dict[str, Callable[[ElectionDeclaration], Any]] = {
    "Messaggio": attrgetter("campaign_id"),
    "Periodo": attrgetter("period.name"),
    "Testo": lambda one: one.content.get("body", ""),
    "Contenuto": lambda one: json.dumps(
        one.content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ),
    "Impronta": attrgetter("fingerprint"),
    "Di che cosa si tratta": lambda one: str(one.get_category_display()),
    "Perché": attrgetter("reason"),
    "Ordine permanente": attrgetter("standing_order"),
    "Dichiarata da": attrgetter("declared_by"),
    "Dichiarata il": attrgetter("declared_at"),
    "Esito": lambda one: str(one.get_outcome_display()),
    "Decisa da": attrgetter("decided_by"),
    "Decisa il": attrgetter("decided_at"),
    "Nota": attrgetter("note"),
    "Ritirata da": attrgetter("withdrawn_by"),
    "Ritirata il": attrgetter("withdrawn_at"),
    "Perché ritirata": attrgetter("withdrawn_reason"),
    "Riesame": lambda one: str(one.get_review_outcome_display()),
    "Riesaminata da": attrgetter("reviewed_by"),
    "Riesaminata il": attrgetter("reviewed_at"),
    "Nota del riesame": attrgetter("review_note"),
}
"""The columns of the declarations: heading → what stands below."""


def write(period: ElectoralPeriod, stream: IO[bytes], now: datetime) -> str:
    """Write the ZIP of a period; return the SHA-256 of its index, which has those of all other files."""
    with snapshot(), ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        left = left_inside(period)
        campaigns = _concerned(period, [one.campaign.pk for one in left])
        digests = {name: _store(archive, name, blocks) for name, blocks in _files(period, campaigns)}
        told = {
            "period": period,
            "effect": scrub(effect(period, now)),
            "reason": scrub(period.annulled_reason),
            "notes": scrub(period.agcom_notes),
            "left": left,
            "digests": digests,
        }
        return _store(archive, INDEX, [render_to_string("case_file/index.txt", told).encode()])


def _store(archive: ZipFile, name: str, blocks: Iterable[bytes]) -> str:
    digest, entry = hashlib.sha256(), ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w") as stream:
        for block in blocks:
            digest.update(block)
            stream.write(block)
    return digest.hexdigest()


def _files(period: ElectoralPeriod, campaigns: list[Campaign]) -> Iterator[tuple[str, Iterable[bytes]]]:
    tables: dict[str, Iterable[Row]] = {
        "messaggi": files.list_of(campaigns, progress_of_all(campaigns)),
        "dichiarazioni": _declared(campaigns),
        "tracce": table(_traced(period, campaigns)),
    }
    for name, rows in tables.items():
        yield f"{name}.csv", written(rows)
    for one in campaigns:
        yield f"resoconti/{one.pk}.csv", written(files.totals(one))
    for name, field in ACTS.items():
        file: FieldFile = getattr(period, field)
        if file and file.storage.exists(str(file.name)):
            yield name, _blocks(file)


def _blocks(file: FieldFile) -> Iterator[bytes]:
    with file.storage.open(str(file.name), "rb") as opened:
        yield from opened.chunks()


def _concerned(period: ElectoralPeriod, inside: list[int]) -> list[Campaign]:
    """List the broadcasts that left inside, were declared for the period, or were suspended while it held."""
    declared = ElectionDeclaration.objects.filter(period=period).values("campaign")
    found = Q(pk__in=inside) | Q(pk__in=declared)
    if held := period.held:
        stopped = CampaignEvent.objects.filter(
            what=CampaignEvent.Step.SUSPENDED, at__gte=held.starts_at, at__lt=held.ends_at
        )
        found |= Q(pk__in=stopped.values("campaign"))
    rows = Campaign.objects.filter(found).select_related("kept", "author", "approved_by", *WORDS)
    return list(rows.prefetch_related("topics", "zones", "events").order_by("pk"))


def _declared(campaigns: list[Campaign]) -> Iterator[Row]:
    yield tuple(DECLARED)
    rows = ElectionDeclaration.objects.filter(campaign__in=campaigns).select_related("period", *PEOPLE)
    for one in rows.order_by("pk"):
        yield tuple(_cell(of(one)) for of in DECLARED.values())


def _cell(value: object) -> object:
    """Write a cell: a colleague by name, and what colleagues wrote for colleagues without a citizen's number."""
    if isinstance(value, User):
        return display_name(value)
    return scrub(value) if isinstance(value, str) else value


def _traced(period: ElectoralPeriod, campaigns: list[Campaign]) -> Any:
    """Select what the trail tells of the period, and of what was declared and decided in it."""
    events = [event for event in Event if event.name.startswith(("ELECTION_", "EMERGENCY_"))]
    messages = Q(event__in=events, about__in=[f"messaggio {one.pk}" for one in campaigns])
    own = TrailRecord.objects.filter(messages | Q(about=f"periodo elettorale {period.pk}"))
    return own.order_by("sequence")
