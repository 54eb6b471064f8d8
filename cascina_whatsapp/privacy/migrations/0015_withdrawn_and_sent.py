"""Requests that the person takes back, and receipts that the person has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0014_plain_words_of_requests")]
    operations = [
        migrations.AddField(
            model_name="rightsrequest",
            name="sent_at",
            field=models.DateTimeField(null=True, verbose_name="risposta mandata il"),
        ),
        migrations.AlterField(
            model_name="rightsrequest",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "Da chiudere"),
                    ("done", "Chiusa"),
                    ("refused", "Risposto di no"),
                    ("withdrawn", "Ritirata"),
                ],
                default="open",
                max_length=9,
                verbose_name="stato",
            ),
        ),
    ]
