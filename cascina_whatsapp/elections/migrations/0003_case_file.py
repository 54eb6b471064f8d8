"""A right of its own for whoever may take the case file of a period away."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("elections", "0002_guards")]
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
                "verbose_name_plural": "periodi elettorali",
            },
        ),
    ]
