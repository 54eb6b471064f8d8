"""Rows in every table of version 0.2.0, and a register whose chain verifies, written through the models of then.

`apps` is the state of the migrations at VERSION: nothing here follows what the service became afterwards.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db.models import Field, Model

VERSION = {
    "subscribers": "0003_guards",
    "broadcasts": "0002_first_rows",
    "privacy": "0002_groups",
    "webhook": "0001_initial",
}
"""The last migration of each app in 0.2.0."""
ROWS = 3
"""In each table, beside those that the migrations write."""
RECORDS = 40
"""In the register, before the one by which the second is blanked."""
FROM_MIGRATIONS = {"broadcasts.ratelimiter", "subscribers.registerhead"}
"""Tables of one row, which is there."""
GENESIS = "0" * 64
ERASED = 2
"""The number of the record that is blanked."""
TEXTS = ("announcement", "notice", "confirmation")
canonical_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def fill(apps: Apps, alias: str) -> None:
    """Into the database `alias`, which is at VERSION."""
    for model in in_order(apps):
        if model._meta.label_lower == "subscribers.consentrecord":
            write_register(apps, alias)
        elif model._meta.label_lower not in FROM_MIGRATIONS:
            for number in range(1, ROWS + 1):
                write(model, number, alias)


def in_order(apps: Apps) -> Iterator[type[Model]]:
    """The models of our apps, and users: those that others point to first."""
    waiting = [apps.get_model("auth", "User")]
    for label in VERSION:
        waiting += apps.get_app_config(label).get_models()
    while waiting:
        ready = [model for model in waiting if not pointed_to(model) & set(waiting) - {model}]
        yield from ready
        waiting = [model for model in waiting if model not in ready]


def pointed_to(model: type[Model]) -> set[type[Model]]:
    related = [*model._meta.fields, *model._meta.many_to_many]
    return {field.related_model for field in related if field.is_relation}


def write(model: type[Model], number: int, alias: str) -> None:
    """The row with this number (from 1): every column has a value that tells it from the others."""
    values = {
        field.attname: value_of(field, number, alias)
        for field in model._meta.concrete_fields
        if not field.get_internal_type().endswith("AutoField")
    }
    row = model.objects.using(alias).create(**values | particulars(model, number))
    for field in model._meta.many_to_many:
        getattr(row, field.name).set(field.related_model.objects.using(alias).order_by("pk")[:number])


def particulars(model: type[Model], number: int) -> dict[str, Any]:
    """What a constraint of the table, or the verification of the register, asks for."""
    body = f"Testo {number}: perché sì."
    numbers = {"phone": f"+39320000000{number}", "bsuid": f"IT.{number}", "status": "subscribed"}
    numbers |= {f"{name}_pseudonym": pseudonym_of(name, numbers[name]) for name in ("phone", "bsuid")}
    left = {"phone": "", "bsuid": "", "status": "left", "undelivered": 0, "unreachable_since": None}
    return {
        "subscribers.servicetext": {"body": body, "sha256": hashlib.sha256(body.encode()).hexdigest()},
        "subscribers.seal": {"sequence": 0, "count": 0, "hash": GENESIS},
        "subscribers.subscriber": left if number == ROWS else numbers,
        "broadcasts.officehours": {"opens": time(9), "closes": time(13)},
    }.get(model._meta.label_lower, {})


def value_of(field: Field, number: int, alias: str) -> Any:
    """By the column's type."""
    if field.is_relation:
        return related_key(field, number, alias)
    if field.choices:
        return field.choices[number % len(field.choices)][0]
    kind = field.get_internal_type()
    if kind == "JSONField":
        return [number, "è"] if field.default is list else {"number": number, "text": "è"}
    plain = {
        "BinaryField": bytes([number, 0, 255]),
        "BooleanField": number % 2 == 0,
        "DateField": date(2026, 11, number),
        "DateTimeField": moment(number),
        "DecimalField": Decimal(number),
        "FloatField": number + 0.5,
        "TimeField": time(8, number),
        "UUIDField": uuid.UUID(int=number),
    }
    if kind in plain:
        return plain[kind]
    return number if "Integer" in kind else f"{number} {field.name} è ’"[: field.max_length]


def related_key(field: Field, number: int, alias: str) -> Any:
    """One row of the other table for each number; a row that may point to its own table points nowhere."""
    if field.related_model is field.model:
        return None
    keys = list(field.related_model.objects.using(alias).order_by("pk").values_list("pk", flat=True))
    return keys[(number - 1) % len(keys)]


def moment(minutes: int) -> datetime:
    """So many minutes after eight (UTC) on 26 November 2026."""
    return datetime(2026, 11, 26, 8, minutes, 0, 123456, tzinfo=UTC)


def write_register(apps: Apps, alias: str) -> None:
    """Records of every kind, chained; the second is blanked in the name of the last, as an erasure does it."""
    model = apps.get_model("subscribers", "ConsentRecord")
    texts = list(apps.get_model("subscribers", "ServiceText").objects.using(alias).order_by("pk"))
    actor = apps.get_model("auth", "User").objects.using(alias).order_by("pk").first()
    records = model.objects.using(alias)
    head = GENESIS
    for sequence in range(1, RECORDS + 2):
        is_last = sequence == RECORDS + 1
        record = record_of(model, sequence, texts, actor, is_last=is_last)
        head = seal(record, head)
        record.save(using=alias, force_insert=True)
    blanked = {"words": "", "reason": "", "topics": [], "content_salt": "", "content_erased_by": sequence}
    blanked |= {"pseudonym": "", "message_digest": "", "subject_salt": "", "subject_erased_by": sequence}
    records.filter(sequence=ERASED).update(**blanked)
    ends = apps.get_model("subscribers", "RegisterHead").objects.using(alias)
    ends.filter(pk=1).update(sequence=sequence, hash=head)
    seals = apps.get_model("subscribers", "Seal").objects.using(alias)
    seals.create(sequence=sequence, hash=head, count=sequence, sealed_at=moment(59))


def record_of(model: type[Model], sequence: int, texts: list, actor: Model, *, is_last: bool) -> Model:
    """A record that is not chained yet."""
    kinds, channels = (model._meta.get_field(name).choices for name in ("kind", "channel"))
    values = {name: texts[sequence % len(texts)] if sequence % 2 else None for name in TEXTS}
    values |= {
        "sequence": sequence,
        "event_id": uuid.UUID(int=sequence),
        "kind": "erased" if is_last else [kind for kind, _ in kinds if kind != "erased"][sequence % 11],
        "channel": channels[sequence % len(channels)][0],
        "pseudonym": pseudonym_of("phone", f"+39320000000{sequence // 11}")  # those who joined
        if sequence % 11 == 0
        else digest("person", str(sequence % 7)),
        "message_digest": digest("message", str(sequence)),
        "at_whatsapp": moment(sequence),
        "recorded_at": moment(sequence + 1),
        "took_effect": sequence % 5 != 0,
        "words": f"Iscrizione nº {sequence} – “sì”",
        "rule": "announced-word",
        "rule_version": "1",
        "topics": ["Allerte e urgenze", "Viabilità e cantieri"][: sequence % 3],
        "actor": actor if sequence % 4 == 0 else None,
        "reason": "lo ha chiesto allo sportello" if sequence % 4 == 0 else "",
        "erases": {"content": [ERASED], "subject": [ERASED]} if is_last else {},
        "content_salt": f"{sequence:032x}",
        "subject_salt": f"{sequence + 1000:032x}",
    }
    return model(**values)


def seal(record: Any, previous: str) -> str:
    """Chain the record to the hash before it by format "1" of the register (decision 0008); its own hash."""
    record.previous_hash = previous
    record.content_digest = digest(record.content_salt, record.words, record.reason, record.topics)
    record.subject_digest = digest(record.subject_salt, record.pseudonym, record.message_digest)
    texts = [[text.key, text.version, text.sha256] if text else None for text in texts_of(record)]
    record.hash = digest(
        "1", previous, record.sequence, str(record.event_id), record.kind, spelled(record.at_whatsapp),
        spelled(record.recorded_at), record.took_effect, record.rule, record.rule_version, record.channel,
        *texts, record.actor_id, record.erases, record.content_digest, record.subject_digest,
    )  # fmt: skip
    return record.hash


def texts_of(record: Any) -> list:
    return [getattr(record, name) for name in TEXTS]


def spelled(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def pseudonym_of(kind: str, name: str) -> str:
    """The keyed digest of a number or BSUID, as it has been since the first version."""
    return hmac.new(settings.CONSENT_HASH_KEY.encode(), f"{kind}:{name}".encode(), hashlib.sha256).hexdigest()


def digest(*values: Any) -> str:
    """SHA-256 of these values as canonical JSON."""
    return hashlib.sha256(canonical_json(list(values)).encode()).hexdigest()
