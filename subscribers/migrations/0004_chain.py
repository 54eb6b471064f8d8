# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Columns of the register's chain. On SQLite a table is rebuilt for them and loses its triggers: they go first."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("subscribers.migrations.0003_append_only")


def empty(max_length: int) -> models.CharField:
    return models.CharField(max_length=max_length, default="", blank=True)


COLUMNS = {
    "sequence": models.PositiveBigIntegerField(null=True, verbose_name="numero"),
    "erases": models.JSONField(blank=True, default=dict, verbose_name="eventi svuotati"),
    "content_salt": empty(32),
    "content_digest": empty(64),
    "subject_salt": empty(32),
    "subject_digest": empty(64),
    "previous_hash": empty(64),
    "hash": empty(64),
    "content_erased_by": models.PositiveBigIntegerField(
        null=True, verbose_name="contenuto svuotato dall'evento"
    ),
    "subject_erased_by": models.PositiveBigIntegerField(
        null=True, verbose_name="pseudonimo svuotato dall'evento"
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("subscribers", "0003_append_only"),
    ]
    operations = [
        migrations.RunPython(append_only.unprotect, append_only.protect),
        *(migrations.AddField("consentrecord", name, field) for name, field in COLUMNS.items()),
        migrations.AddField("servicetext", "sha256", empty(64)),
        migrations.AddField(
            "servicetext",
            "author",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="autore",
            ),
        ),
        migrations.CreateModel(
            name="RegisterHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(default="0" * 64, max_length=64)),
            ],
            options={"verbose_name": "fine del registro", "verbose_name_plural": "fine del registro"},
        ),
    ]
