"""Who released an export with numbers, and when: never who asked for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0018_topic_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="registerexport",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    (
                        "release_registerexport",
                        "Può autorizzare un'esportazione con i numeri chiesta da altri",
                    )
                ],
                "verbose_name": "esportazione",
                "verbose_name_plural": "esportazioni del registro",
            },
        ),
        migrations.AddField(
            model_name="registerexport",
            name="released_at",
            field=models.DateTimeField(null=True, verbose_name="autorizzata il"),
        ),
        migrations.AddField(
            model_name="registerexport",
            name="released_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="autorizzata da",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerexport",
            constraint=models.CheckConstraint(
                condition=models.Q(released_by=None) | ~models.Q(released_by=models.F("requested_by")),
                name="register_export_by_two",
            ),
        ),
    ]
