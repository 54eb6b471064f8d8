"""The zones that people choose, with the frazioni of Cascina and its chief town; the kind of event of a choice."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ZONES = (
    "Arnaccio, Casciavola, Cascina, Laiano, Latignano, Marciana, Montione, Musigliano, Navacchio, Pettori, Ripoli, "
    "San Benedetto, San Casciano, San Frediano a Settimo, San Giorgio a Bibbiano, San Lorenzo a Pagnatico, "
    "San Lorenzo alle Corti, San Prospero, San Sisto al Pino, Santo Stefano a Macerata, Titignano, Visignano, Zambra"
)
ADD = "ALTER TABLE subscribers_subscriber ADD COLUMN all_zones bool DEFAULT true NOT NULL"


def add_zones(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    zones = apps.get_model("subscribers", "Zone").objects.using(schema_editor.connection.alias)
    zones.bulk_create(zones.model(name=name) for name in ZONES.split(", "))


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0026_plain_word_of_a_seal"),
    ]

    operations = [
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=24, unique=True, verbose_name="nome")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Una zona non attiva non si può scegliere né usare.",
                        verbose_name="attiva",
                    ),
                ),
            ],
            options={
                "verbose_name": "zona",
                "verbose_name_plural": "zone",
                "ordering": ["name"],
            },
        ),
        migrations.SeparateDatabaseAndState(
            # By a table made anew, which SQLite's AddField is, the columns of 0022 would be lost.
            [migrations.RunSQL(ADD, "ALTER TABLE subscribers_subscriber DROP COLUMN all_zones")],
            [
                migrations.AddField(
                    model_name="subscriber",
                    name="all_zones",
                    field=models.BooleanField(
                        db_default=True, default=True, editable=False, verbose_name="tutte le zone"
                    ),
                )
            ],
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
                    ("zones_changed", "Zone cambiate"),
                    ("reconfirmed", "Iscrizione confermata di nuovo"),
                    ("notice_sent", "Avviso consegnato"),
                    ("preference_stop", "Stop dalle impostazioni di WhatsApp"),
                    ("preference_resume", "Ripresa dalle impostazioni di WhatsApp"),
                    ("staff_opt_out", "Cancellazione fatta dall'ufficio"),
                    ("imported", "Iscrizione importata"),
                    ("number_changed", "Numero cambiato"),
                    ("erased", "Dati cancellati"),
                    ("expired", "Iscrizione finita senza risposta"),
                    ("limited", "Limitazione (art. 18)"),
                    ("unlimited", "Limitazione tolta"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="zones",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="people",
                to="subscribers.zone",
                verbose_name="zone scelte",
            ),
        ),
        migrations.RunPython(add_zones, migrations.RunPython.noop),
    ]
