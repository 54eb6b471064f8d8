# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's hours as announced, and the one tap."""

from datetime import time

from django.db import migrations

MORNING = (time(9), time(13))
AFTERNOON = (time(15, 30), time(17, 30))
HOURS = [(weekday, *MORNING) for weekday in range(5)] + [(1, *AFTERNOON), (3, *AFTERNOON)]


def add(apps, schema_editor):
    OfficeHours = apps.get_model("broadcasts", "OfficeHours")
    OfficeHours.objects.bulk_create(
        OfficeHours(weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in HOURS
    )
    apps.get_model("broadcasts", "Tap").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
