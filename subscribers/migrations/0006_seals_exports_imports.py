# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0005_chain_what_there_is"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="iniziata")),
                ("finished_at", models.DateTimeField(verbose_name="finita")),
                ("count", models.PositiveBigIntegerField(verbose_name="eventi")),
                ("problems", models.PositiveIntegerField(verbose_name="problemi")),
                ("findings", models.JSONField(default=list, verbose_name="che cosa")),
            ],
            options={
                "verbose_name": "verifica del registro",
                "verbose_name_plural": "verifiche del registro",
                "ordering": ["-pk"],
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(verbose_name="fino all'evento")),
                ("hash", models.CharField(max_length=64, verbose_name="impronta")),
                ("count", models.PositiveBigIntegerField(verbose_name="eventi")),
                ("sealed_at", models.DateTimeField(verbose_name="apposto")),
            ],
            options={
                "verbose_name": "sigillo",
                "verbose_name_plural": "sigilli",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="consentrecord",
            options={
                "ordering": ["-sequence"],
                "permissions": [
                    ("export_consentrecord", "Può esportare il registro dei consensi"),
                    ("export_numbers", "Può esportare i numeri in chiaro"),
                ],
                "verbose_name": "evento di consenso",
                "verbose_name_plural": "registro dei consensi",
            },
        ),
        migrations.AlterModelOptions(
            name="subscriber",
            options={
                "permissions": [("remove_subscriber", "Può togliere un iscritto dal servizio")],
                "verbose_name": "iscritto",
                "verbose_name_plural": "iscritti",
            },
        ),
        migrations.AddField(
            model_name="servicetext",
            name="note",
            field=models.CharField(
                blank=True,
                help_text="In breve, per chi leggerà la storia di questo testo.",
                max_length=200,
                verbose_name="che cosa cambia",
            ),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="at_whatsapp",
            field=models.DateTimeField(verbose_name="ora del messaggio"),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="channel",
            field=models.CharField(
                choices=[
                    ("keyword", "Parola scritta"),
                    ("button", "Pulsante"),
                    ("desk", "Sportello"),
                    ("paper", "Modulo cartaceo"),
                    ("pec", "PEC"),
                    ("system", "Sistema"),
                ],
                max_length=12,
                verbose_name="canale",
            ),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="content_digest",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="content_salt",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="hash",
            field=models.CharField(max_length=64, verbose_name="impronta"),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opt_in", "Iscrizione"),
                    ("opt_in_pending", "Iscrizione da confermare"),
                    ("opt_out", "Cancellazione"),
                    ("topics_changed", "Argomenti cambiati"),
                    ("notice_sent", "Informativa inviata"),
                    ("preference_stop", "Stop dalle impostazioni di WhatsApp"),
                    ("preference_resume", "Ripresa dalle impostazioni di WhatsApp"),
                    ("staff_opt_out", "Cancellazione fatta dall'ufficio"),
                    ("imported", "Iscrizione importata"),
                    ("number_changed", "Numero cambiato"),
                    ("erased", "Dati cancellati"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="previous_hash",
            field=models.CharField(max_length=64, verbose_name="impronta dell'evento precedente"),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="pseudonym",
            field=models.CharField(blank=True, db_index=True, max_length=64, verbose_name="pseudonimo"),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="sequence",
            field=models.PositiveBigIntegerField(unique=True, verbose_name="numero"),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="subject_digest",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="subject_salt",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="servicetext",
            name="sha256",
            field=models.CharField(editable=False, max_length=64, verbose_name="impronta"),
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=100, verbose_name="file")),
                (
                    "note",
                    models.CharField(
                        help_text="Per esempio: moduli raccolti allo sportello a ottobre.",
                        max_length=200,
                        verbose_name="da dove viene",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="caricata il")),
                ("count", models.PositiveIntegerField(verbose_name="persone")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Da confermare"),
                            ("confirmed", "Confermata"),
                            ("refused", "Respinta"),
                            ("expired", "Scaduta"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decisa il")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decisa da",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caricata da",
                    ),
                ),
            ],
            options={
                "verbose_name": "importazione",
                "verbose_name_plural": "importazioni di iscritti",
                "ordering": ["-pk"],
                "permissions": [
                    ("import_subscriber", "Può caricare un elenco di iscritti"),
                    ("confirm_import", "Può confermare un elenco caricato da altri"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="numero")),
                ("agreed_at", models.DateTimeField(verbose_name="data del consenso")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("keyword", "Parola scritta"),
                            ("button", "Pulsante"),
                            ("desk", "Sportello"),
                            ("paper", "Modulo cartaceo"),
                            ("pec", "PEC"),
                            ("system", "Sistema"),
                        ],
                        max_length=12,
                        verbose_name="canale",
                    ),
                ),
                ("reference", models.CharField(max_length=200, verbose_name="riferimento della prova")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="subscribers.importbatch",
                        verbose_name="importazione",
                    ),
                ),
            ],
            options={
                "verbose_name": "persona da iscrivere",
                "verbose_name_plural": "persone da iscrivere",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "phone"), name="one_import_row_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)")],
                        default="csv",
                        max_length=4,
                        verbose_name="formato",
                    ),
                ),
                ("filters", models.JSONField(default=dict, verbose_name="filtri")),
                ("with_numbers", models.BooleanField(default=False, verbose_name="con i numeri in chiaro")),
                ("reason", models.CharField(max_length=200, verbose_name="perché")),
                ("requested_at", models.DateTimeField(verbose_name="chiesta il")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "In coda"),
                            ("running", "In corso"),
                            ("done", "Pronta"),
                            ("failed", "Non riuscita"),
                            ("discarded", "File eliminato"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="eventi")),
                ("done", models.PositiveBigIntegerField(default=0, verbose_name="eventi scritti")),
                ("started_at", models.DateTimeField(null=True, verbose_name="iniziata")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finita")),
                ("file", models.FileField(blank=True, upload_to="exports/%Y/%m/", verbose_name="file")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="impronta del file")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="byte")),
                (
                    "head_sequence",
                    models.PositiveBigIntegerField(default=0, verbose_name="registro fino all'evento"),
                ),
                (
                    "head_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="impronta della catena"),
                ),
                ("problem", models.CharField(blank=True, max_length=200, verbose_name="problema")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiesta da",
                    ),
                ),
            ],
            options={
                "verbose_name": "esportazione",
                "verbose_name_plural": "esportazioni del registro",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "queued")), fields=["id"], name="register_export_due"
                    )
                ],
            },
        ),
    ]
