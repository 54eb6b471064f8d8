# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers of staff, and the trials of broadcasts that were sent to them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import broadcasts.rules.states


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0016_leaving"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("try_campaign", "Può mandare una prova ai propri numeri"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                    ("export_campaign", "Può esportare il resoconto di un messaggio"),
                ],
                "verbose_name": "messaggio",
                "verbose_name_plural": "messaggi",
            },
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
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
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.CreateModel(
            name="TrialNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        help_text="Il tuo: per esempio 335 1234567.", max_length=16, verbose_name="numero"
                    ),
                ),
                ("code", models.CharField(blank=True, editable=False, max_length=6)),
                ("code_asked_at", models.DateTimeField(editable=False)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "verified_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="verificato il"),
                ),
                ("wrote_at", models.DateTimeField(editable=False, null=True)),
                ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="ultima prova")),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="di chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "numero di prova",
                "verbose_name_plural": "numeri di prova",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("template", "con il modello, come a quasi tutti"),
                            ("free", "libera, come a chi ha scritto nelle ultime 24 ore"),
                        ],
                        default="template",
                        max_length=10,
                        verbose_name="forma",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            (broadcasts.rules.states.DeliveryStatus["QUEUED"], "In coda"),
                            (broadcasts.rules.states.DeliveryStatus["SENDING"], "In partenza"),
                            (broadcasts.rules.states.DeliveryStatus["UNCERTAIN"], "Esito incerto"),
                            (broadcasts.rules.states.DeliveryStatus["ACCEPTED"], "Presa in carico"),
                            (broadcasts.rules.states.DeliveryStatus["SENT"], "Inviata"),
                            (broadcasts.rules.states.DeliveryStatus["DELIVERED"], "Consegnata"),
                            (broadcasts.rules.states.DeliveryStatus["READ"], "Letta"),
                            (broadcasts.rules.states.DeliveryStatus["FAILED"], "Non riuscita"),
                            (broadcasts.rules.states.DeliveryStatus["SKIPPED"], "Saltata"),
                        ],
                        default=broadcasts.rules.states.DeliveryStatus["QUEUED"],
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                ("asked_at", models.DateTimeField(verbose_name="chiesta")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="partita")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="ultima notizia")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="da chi",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "number",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="broadcasts.trialnumber",
                        verbose_name="numero di prova",
                    ),
                ),
            ],
            options={
                "verbose_name": "prova",
                "verbose_name_plural": "prove",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="trialnumber",
            index=models.Index(
                condition=models.Q(("code", ""), _negated=True), fields=["phone"], name="trial_number_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="trialnumber",
            constraint=models.UniqueConstraint(fields=("user", "phone"), name="one_trial_number_once"),
        ),
        migrations.AddIndex(
            model_name="trial",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "sending"])),
                fields=["status"],
                name="trial_unfinished",
            ),
        ),
    ]
