"""The tables of what Meta delivers, until it has been processed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.BinaryField(verbose_name="contenuto")),
                ("kind", models.CharField(max_length=60, verbose_name="tipo")),
                ("error", models.CharField(max_length=300, verbose_name="errore")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="quando")),
            ],
            options={
                "verbose_name": "notifica da controllare",
                "verbose_name_plural": "notifiche da controllare",
                "ordering": ["-pk"],
                "permissions": [("retry_deadletter", "Può far riprovare una notifica")],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("since", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "segno di vita",
                "verbose_name_plural": "segni di vita",
            },
        ),
        migrations.CreateModel(
            name="WebhookPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.BinaryField(verbose_name="contenuto")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="ricevuto")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Subito"), (1, "Normale"), (2, "Per ultimo")],
                        db_default=1,
                        default=1,
                        verbose_name="turno",
                    ),
                ),
            ],
            options={
                "verbose_name": "notifica in attesa",
                "verbose_name_plural": "notifiche in attesa",
                "indexes": [models.Index(fields=["priority", "id"], name="post_by_priority")],
            },
        ),
    ]
