"""Newsrooms and offices that are told by e-mail."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0026_outlets"),
    ]

    operations = [
        migrations.CreateModel(
            name="PressAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="La testata o l'ufficio, non una persona.",
                        max_length=80,
                        verbose_name="di chi è",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("press", "Testata giornalistica"),
                            ("office", "Ufficio o ente"),
                            ("site", "Redazione del sito del Comune"),
                        ],
                        max_length=6,
                        verbose_name="che cosa è",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        help_text="Quello della redazione o dell'ufficio.",
                        max_length=200,
                        verbose_name="indirizzo",
                    ),
                ),
            ],
            options={
                "verbose_name": "indirizzo per la stampa",
                "verbose_name_plural": "indirizzi per la stampa",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("address"), name="press_address_once"
                    )
                ],
            },
        ),
    ]
