"""Texts from which a broadcast begins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0009_several_topics"),
        ("subscribers", "0007_rare_subscribers"),
    ]
    operations = [
        migrations.CreateModel(
            name="ReadyText",
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
                        help_text="Come si sceglie: per esempio «Via chiusa».",
                        max_length=40,
                        unique=True,
                        verbose_name="nome",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titolo")),
                (
                    "body",
                    models.TextField(
                        help_text="Ciò che cambia ogni volta va fra parentesi quadre: «Da [giorno] via [via] è "
                        "chiusa». Nessuno può chiedere l'approvazione finché ne resta una.",
                        verbose_name="testo",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True,
                        help_text="Si può lasciare vuoto: lo sceglie chi scrive.",
                        verbose_name="collegamento",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="In quale ordine si scelgono: prima i più bassi.",
                        verbose_name="posto",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="subscribers.topic", verbose_name="argomenti"
                    ),
                ),
            ],
            options={
                "verbose_name": "testo pronto",
                "verbose_name_plural": "testi pronti",
                "ordering": ["position", "name"],
            },
        ),
    ]
