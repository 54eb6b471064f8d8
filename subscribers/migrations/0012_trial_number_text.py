# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the service answers to the code of a trial number; like 0002, history that never changes."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from subscribers.models.texts import digest_of

IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "Numero di prova verificato: da ora puoi mandare qui le prove dei messaggi."


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("subscribers", "ServiceText").objects.create(
        key="trial_number_confirmed",
        version=1,
        body=BODY,
        in_force_from=IN_FORCE_FROM,
        sha256=digest_of(BODY),
    )


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0011_moves")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
