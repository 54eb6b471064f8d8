"""When a subscriber was asked whether they want to go on, and until when their answer is waited for."""

from datetime import datetime

from django.db import migrations, models


def moment(label: str) -> "models.DateTimeField[datetime | None, datetime | None]":
    """A moment that nobody has to have."""
    return models.DateTimeField(blank=True, editable=False, null=True, verbose_name=label)


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0012_chosen_language")]
    operations = [
        migrations.AddField("subscriber", "renewal_asked_at", moment("domanda di rinnovo arrivata")),
        migrations.AddField("subscriber", "renewal_reminded_at", moment("sollecito del rinnovo arrivato")),
        migrations.AddField("subscriber", "renewal_until", moment("rinnovo da dire entro")),
        migrations.AlterField(
            model_name="consentrecord",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opt_in", "Iscrizione"),
                    ("opt_in_pending", "Iscrizione da confermare"),
                    ("opt_out", "Cancellazione"),
                    ("topics_changed", "Argomenti cambiati"),
                    ("reconfirmed", "Iscrizione confermata di nuovo"),
                    ("notice_sent", "Avviso consegnato"),
                    ("preference_stop", "Stop dalle impostazioni di WhatsApp"),
                    ("preference_resume", "Ripresa dalle impostazioni di WhatsApp"),
                    ("staff_opt_out", "Cancellazione fatta dall'ufficio"),
                    ("imported", "Iscrizione importata"),
                    ("number_changed", "Numero cambiato"),
                    ("erased", "Dati cancellati"),
                    ("expired", "Iscrizione finita senza risposta"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
    ]
