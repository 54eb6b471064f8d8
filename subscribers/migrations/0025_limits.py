"""A limit (art. 18), an objection to invitations (art. 21), and the two kinds of event of the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0024_second_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="limited_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="limitazione dal"),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="objected_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="niente inviti dal"
            ),
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
    ]
