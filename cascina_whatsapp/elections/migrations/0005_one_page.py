"""The page of all periods is called *Elezioni*. Nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("elections", "0004_agcom_notes")]
    operations = [
        migrations.AlterModelOptions(
            name="electoralperiod",
            options={
                "default_permissions": ("add", "change", "view"),
                "ordering": ["-starts_at", "-pk"],
                "permissions": [
                    ("activate_electoralperiod", "Può attivare un periodo elettorale scritto da altri"),
                    ("annul_electoralperiod", "Può annullare un periodo elettorale, con un motivo"),
                    ("take_case_file", "Può scaricare il fascicolo di un periodo elettorale"),
                    ("authorise_text", "Può mettere in vigore un testo del servizio in periodo elettorale"),
                ],
                "verbose_name": "periodo elettorale",
                "verbose_name_plural": "elezioni",
            },
        ),
    ]
