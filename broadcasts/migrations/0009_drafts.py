# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafts that save themselves: versions, who wrote last, who has one open; a topic may come later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import broadcasts.rules.states


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0008_clock_of_the_tap"),
        ("subscribers", "0009_reachability"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(db_index=True, verbose_name="ultimo segno")),
            ],
            options={
                "verbose_name": "bozza aperta",
                "verbose_name_plural": "bozze aperte",
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="attachment_facts",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="changed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="modificato il"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="modificato da",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="topic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="subscribers.topic",
                verbose_name="argomento",
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("copied", "Copiato da un altro messaggio"),
                    ("review_asked", "Approvazione chiesta"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("topic__isnull", False),
                    (
                        "status__in",
                        [
                            broadcasts.rules.states.CampaignStatus["DRAFT"],
                            broadcasts.rules.states.CampaignStatus["CANCELLED"],
                        ],
                    ),
                    _connector="OR",
                ),
                name="campaign_topic_once_written",
            ),
        ),
        migrations.AddField(
            model_name="opendraft",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="open_drafts",
                to="broadcasts.campaign",
                verbose_name="messaggio",
            ),
        ),
        migrations.AddField(
            model_name="opendraft",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="chi",
            ),
        ),
        migrations.AddConstraint(
            model_name="opendraft",
            constraint=models.UniqueConstraint(
                fields=("campaign", "user"), name="open_draft_once_per_person"
            ),
        ),
    ]
