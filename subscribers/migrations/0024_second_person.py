"""Proposed texts and topics move to the one table of what waits for a second person; who decides stays who it was.

What still waits is withdrawn, since a seal is of one row alone: it is proposed again, a text from the same words.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q, QuerySet

PAGES = Q(page__contains="/testi-del-servizio/aggiungi/?key=") | Q(page__contains="/argomenti/proposta/")
WAITS = "2"
"""The kind of a notice that asks for something."""


def move(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for one in _rows(apps, editor, "subscribers.TextProposal").order_by("pk"):
        starts = one.starts.isoformat() if one.starts else None
        change = {"body": one.body, "starts": starts, "seen": one.seen}
        _make(apps, editor, one, kind="text", target=one.key, change=change, reason=one.note)
    for one in _rows(apps, editor, "subscribers.TopicChange").order_by("pk"):
        target = str(one.topic_id) if one.topic_id else ""
        _make(apps, editor, one, kind="topic", target=target, change=one.changes)
    _rows(apps, editor, "encryption.RowSeal").filter(what__in=["words", "topic"]).delete()
    _rows(apps, editor, "staff_notices.StaffNotice").filter(PAGES, kind=WAITS).delete()


def _rows(apps: Apps, editor: BaseDatabaseSchemaEditor, label: str) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model(label)._base_manager.using(editor.connection.alias)
    return found


def _make(apps: Apps, editor: BaseDatabaseSchemaEditor, one: Any, **told: Any) -> None:
    _rows(apps, editor, "accounts.Proposal").create(
        outcome="withdrawn" if one.outcome == "open" else one.outcome,
        asked_by_id=one.proposed_by_id,
        asked_at=one.proposed_at,
        decided_by_id=one.decided_by_id,
        decided_at=one.decided_at,
        **told,
    )


def keep_rights(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Hang the two rights on the models that they are about: who has them keeps them."""
    _hang(apps, editor, "servicetext", "topic")


def give_back(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _hang(apps, editor, "textproposal", "topicchange")


def _hang(apps: Apps, editor: BaseDatabaseSchemaEditor, *models: str) -> None:
    types = apps.get_model("contenttypes", "ContentType").objects.using(editor.connection.alias)
    rights = apps.get_model("auth", "Permission").objects.using(editor.connection.alias)
    for model, right in zip(models, ("approve_servicetext", "approve_topic"), strict=True):
        of = types.get_or_create(app_label="subscribers", model=model)[0]
        rights.filter(content_type__app_label="subscribers", codename=right).update(content_type=of)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_proposal"),
        ("encryption", "0002_row_seals"),
        ("privacy", "0012_topics_by_two"),
        ("staff_notices", "0002_ends"),
        ("subscribers", "0023_who_left_is_not_counted"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunPython(keep_rights, give_back),
        migrations.DeleteModel(name="TextProposal"),
        migrations.DeleteModel(name="TopicChange"),
        migrations.AlterModelOptions(
            name="servicetext",
            options={
                "ordering": ["key", "-version"],
                "permissions": [("approve_servicetext", "Può mettere in vigore un testo proposto da altri")],
                "verbose_name": "testo del servizio",
                "verbose_name_plural": "testi del servizio",
            },
        ),
        migrations.AlterModelOptions(
            name="topic",
            options={
                "ordering": ["position", "name"],
                "permissions": [("approve_topic", "Può mettere in vigore un argomento proposto da altri")],
                "verbose_name": "argomento",
                "verbose_name_plural": "argomenti",
            },
        ),
    ]
