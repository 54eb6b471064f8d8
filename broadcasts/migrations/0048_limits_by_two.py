"""A limit or a price that may stop broadcasts waits for a second person; those written before hold as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0047_no_calendar_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="budget",
            name="confirmed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confermato da",
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="waits",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="aspetta una conferma"
            ),
        ),
        migrations.AddField(
            model_name="price",
            name="confirmed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confermato da",
            ),
        ),
        migrations.AddField(
            model_name="price",
            name="set_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="scritto da",
            ),
        ),
        migrations.AddField(
            model_name="price",
            name="waits",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="aspetta una conferma"
            ),
        ),
    ]
