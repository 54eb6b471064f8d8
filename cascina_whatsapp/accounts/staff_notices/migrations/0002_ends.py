"""The kind of what colleagues are told, and the end of what asked for something."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff_notices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="staffnotice",
            name="kind",
            field=models.CharField(
                choices=[("1", "urgente"), ("2", "aspetta"), ("3", "da sapere")],
                db_default="3",
                max_length=1,
                verbose_name="che cosa chiede",
            ),
        ),
        migrations.AddField(
            model_name="staffnotice",
            name="over_at",
            field=models.DateTimeField(null=True, verbose_name="non serve più dal"),
        ),
        migrations.AddField(
            model_name="staffnotice",
            name="over_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="per opera di",
            ),
        ),
        migrations.AddField(
            model_name="staffnotice",
            name="over_how",
            field=models.CharField(
                blank=True, db_default="", max_length=40, verbose_name="perché non serve più"
            ),
        ),
    ]
