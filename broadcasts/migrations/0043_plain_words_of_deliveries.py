"""What became of one person's message, and a declaration, in plain words: names alone, no data change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0042_one_word_for_a_state"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="electiondeclaration",
            options={
                "default_permissions": ("add", "view"),
                "ordering": ["-pk"],
                "permissions": [
                    ("authorise_electiondeclaration", "Può autorizzare un messaggio in periodo elettorale"),
                    ("review_electiondeclaration", "Può riesaminare un'emergenza autorizzata da altri"),
                ],
                "verbose_name": "dichiarazione per le elezioni",
                "verbose_name_plural": "dichiarazioni per le elezioni",
            },
        ),
        migrations.AlterField(
            model_name="delivery",
            name="accepted_at",
            field=models.DateTimeField(null=True, verbose_name="affidata a WhatsApp il"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "In coda"),
                    ("sending", "In partenza"),
                    ("uncertain", "Esito incerto"),
                    ("held", "Trattenuta da WhatsApp"),
                    ("accepted", "Affidata a WhatsApp"),
                    ("sent", "Inviata"),
                    ("expired", "Scaduta senza conferma"),
                    ("delivered", "Consegnata"),
                    ("read", "Letta"),
                    ("failed", "Non riuscita"),
                    ("skipped", "Non mandata"),
                ],
                default="queued",
                max_length=12,
                verbose_name="stato",
            ),
        ),
        migrations.AlterField(
            model_name="trial",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "In coda"),
                    ("sending", "In partenza"),
                    ("uncertain", "Esito incerto"),
                    ("held", "Trattenuta da WhatsApp"),
                    ("accepted", "Affidata a WhatsApp"),
                    ("sent", "Inviata"),
                    ("expired", "Scaduta senza conferma"),
                    ("delivered", "Consegnata"),
                    ("read", "Letta"),
                    ("failed", "Non riuscita"),
                    ("skipped", "Non mandata"),
                ],
                default="queued",
                max_length=12,
                verbose_name="stato",
            ),
        ),
    ]
