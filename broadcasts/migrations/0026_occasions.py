# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Broadcasts for an occasion, a pause of the service or an order of Agcom: what is said of it, and no notice to tell of."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0025_arrived_to_record"),
        ("subscribers", "0015_service_messages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="campaign",
            name="campaign_about_the_service_has_its_texts",
        ),
        migrations.AddField(
            model_name="campaign",
            name="details",
            field=models.JSONField(default=dict, editable=False, verbose_name="dati dell'avviso"),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("news", "Notizia"),
                    ("yearly_reminder", "Promemoria annuale"),
                    ("notice_changed", "Cambia l'informativa"),
                    ("service_paused", "Sospensione del servizio"),
                    ("agcom_notice", "Avviso imposto da Agcom"),
                ],
                default="news",
                editable=False,
                max_length=20,
                verbose_name="a che cosa serve",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purpose", "news"),
                    models.Q(("as_of__isnull", False), ("notice__isnull", False), ("wording__isnull", False)),
                    models.Q(("purpose__in", ["service_paused", "agcom_notice"]), ("wording__isnull", False)),
                    _connector="OR",
                ),
                name="campaign_about_the_service_has_its_texts",
            ),
        ),
    ]
