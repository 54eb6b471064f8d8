# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records from before the chain are chained in the order in which they were written."""

import secrets
from datetime import UTC, datetime
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from subscribers.models.texts import digest_of
from subscribers.rules.verify_export import GENESIS, Entry


def chain(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ServiceText = apps.get_model("subscribers", "ServiceText")
    for text in ServiceText.objects.all():
        text.sha256 = digest_of(text.body)
        text.save(update_fields=["sha256"])
    texts = {text.pk: [text.key, text.version, text.sha256] for text in ServiceText.objects.all()}
    ConsentRecord = apps.get_model("subscribers", "ConsentRecord")
    head, sequence = GENESIS, 0
    for sequence, record in enumerate(ConsentRecord.objects.order_by("pk").iterator(), start=1):
        head = chain_one(record, sequence, head, texts)
    apps.get_model("subscribers", "RegisterHead").objects.update_or_create(
        pk=1, defaults={"sequence": sequence, "hash": head}
    )


def chain_one(record, sequence: int, head: str, texts: dict[str, Any]) -> str:
    """Number the record and link it to the one with the hash `head`; return its own."""
    entry = Entry(
        sequence=sequence,
        event_id=str(record.event_id),
        kind=record.kind,
        at_whatsapp=in_utc(record.at_whatsapp),
        recorded_at=in_utc(record.recorded_at),
        took_effect=record.took_effect,
        rule=record.rule,
        rule_version=record.rule_version,
        channel=record.channel,
        announcement=texts.get(record.announcement_id),
        notice=texts.get(record.notice_id),
        confirmation=texts.get(record.confirmation_id),
        actor=record.actor_id,
        erases={},
        words=record.words,
        reason=record.reason,
        topics=record.topics,
        content_salt=secrets.token_hex(16),
        content_digest="",
        pseudonym=record.pseudonym,
        message_digest=record.message_digest,
        subject_salt=secrets.token_hex(16),
        subject_digest="",
        previous_hash="",
        hash="",
    ).sealed(head)
    for name in (
        "sequence",
        "content_salt",
        "content_digest",
        "subject_salt",
        "subject_digest",
        "previous_hash",
        "hash",
    ):
        setattr(record, name, getattr(entry, name))
    record.save()
    return entry.hash


def in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0004_chain")]
    operations = [migrations.RunPython(chain, migrations.RunPython.noop)]
