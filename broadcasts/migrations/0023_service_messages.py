# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Broadcasts about the service itself, and what was decided about new versions of the privacy notice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import broadcasts.rules.states


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0022_token_expiry"),
        ("subscribers", "0015_service_messages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_material",
                    models.BooleanField(
                        help_text="Sì, se cambia davvero il modo in cui si usano i dati: scopi, chi li riceve, per quanto si conservano, diritti. Nel dubbio chiedi all'RPD.",
                        verbose_name="è un cambiamento sostanziale",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Resta come prova della scelta: scrivi che cosa cambia e per chi.",
                        max_length=300,
                        verbose_name="perché",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="deciso il")),
            ],
            options={
                "verbose_name": "decisione sull'informativa",
                "verbose_name_plural": "decisioni sull'informativa",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("try_campaign", "Può mandare una prova ai propri numeri"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("submit_own_template", "Può inviare a Meta il modello su misura di un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                    ("export_campaign", "Può esportare il resoconto di un messaggio"),
                    (
                        "prepare_service_campaign",
                        "Può preparare un avviso sul servizio: promemoria, informativa",
                    ),
                ],
                "verbose_name": "messaggio",
                "verbose_name_plural": "messaggi",
            },
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="campaign_topic_once_written",
        ),
        migrations.AddField(
            model_name="campaign",
            name="as_of",
            field=models.DateTimeField(editable=False, null=True, verbose_name="a chi tocca dal"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="notice",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.servicetext",
                verbose_name="informativa",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("news", "Notizia"),
                    ("yearly_reminder", "Promemoria annuale"),
                    ("notice_changed", "Cambia l'informativa"),
                ],
                default="news",
                editable=False,
                max_length=20,
                verbose_name="a che cosa serve",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="told",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="nel registro"
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="wording",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.servicetext",
                verbose_name="testo",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="to_record",
            field=models.BooleanField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposto"),
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("tried", "Prova inviata"),
                    ("review_asked", "Approvazione chiesta"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("revised", "Modificato dopo l'approvazione, che non vale più"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                    ("template_submitted", "Modello su misura inviato a Meta"),
                    ("template_approved", "Modello su misura approvato da Meta"),
                    ("template_refused", "Modello su misura rifiutato da Meta"),
                    ("template_stopped", "Modello su misura fermato da Meta"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("to_record", True)), fields=["campaign", "id"], name="delivery_to_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("topic__isnull", False),
                    models.Q(("purpose", "news"), _negated=True),
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
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purpose", "news"),
                    models.Q(("as_of__isnull", False), ("notice__isnull", False), ("wording__isnull", False)),
                    _connector="OR",
                ),
                name="campaign_about_the_service_has_its_texts",
            ),
        ),
        migrations.AddField(
            model_name="noticedecision",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="deciso da",
            ),
        ),
        migrations.AddField(
            model_name="noticedecision",
            name="campaign",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="decision",
                to="broadcasts.campaign",
                verbose_name="avviso agli iscritti",
            ),
        ),
        migrations.AddField(
            model_name="noticedecision",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.servicetext",
                verbose_name="versione dell'informativa",
            ),
        ),
    ]
