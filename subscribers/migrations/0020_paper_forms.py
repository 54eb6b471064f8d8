"""Why a list of paper forms was refused; and its words on screen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0019_export_release"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="refusal",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="che cosa non torna"
            ),
        ),
        migrations.AlterModelOptions(
            name="importbatch",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("import_subscriber", "Può caricare un elenco di iscritti"),
                    ("confirm_import", "Può confermare un elenco caricato da altri"),
                ],
                "verbose_name": "elenco di moduli di carta",
                "verbose_name_plural": "moduli di carta",
            },
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="decided_at",
            field=models.DateTimeField(null=True, verbose_name="deciso il"),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="deciso da",
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Da confermare"),
                    ("confirmed", "Confermato"),
                    ("refused", "Respinto"),
                    ("expired", "Scaduto"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="stato",
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="uploaded_at",
            field=models.DateTimeField(verbose_name="caricato il"),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="caricato da",
            ),
        ),
    ]
