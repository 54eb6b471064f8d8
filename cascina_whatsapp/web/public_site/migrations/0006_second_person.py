"""Proposed corrections move to the one table of what waits for a second person; what still waits is withdrawn."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import QuerySet

WORDS = ("title", "body", "occasion")
WAITS = "2"
"""The kind of a notice that asks for something."""


def move(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in _rows(apps, editor, "public_site.ProposedCorrection").order_by("pk"):
        _rows(apps, editor, "accounts.Proposal").create(
            kind="correction" if one.title else "withdrawal",
            target=str(one.campaign_id),
            change={name: getattr(one, name) for name in WORDS},
            reason=one.reason,
            asked_by_id=one.proposed_by_id,
            asked_at=one.proposed_at,
            outcome="withdrawn" if one.outcome == "open" else one.outcome,
            decided_by_id=one.decided_by_id,
            decided_at=one.decided_at,
        )
    _rows(apps, editor, "encryption.RowSeal").filter(what="correction").delete()
    notices = _rows(apps, editor, "staff_notices.StaffNotice")
    notices.filter(page__endswith="/pagina-pubblica/", kind=WAITS).delete()


def _rows(apps: Apps, editor: BaseDatabaseSchemaEditor, label: str) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model(label)._base_manager.using(editor.connection.alias)
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_proposal"),
        ("encryption", "0002_row_seals"),
        ("public_site", "0005_amendments_are_steps"),
        ("staff_notices", "0002_ends"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="ProposedCorrection"),
    ]
