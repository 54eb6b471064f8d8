"""A seal is called "attestato", a word of the town hall's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0025_limits"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="seal",
            options={"ordering": ["-pk"], "verbose_name": "attestato", "verbose_name_plural": "attestati"},
        ),
        migrations.AlterModelOptions(
            name="sealletter",
            options={
                "ordering": ["pk"],
                "verbose_name": "attestato mandato al protocollo",
                "verbose_name_plural": "attestati mandati al protocollo",
            },
        ),
        migrations.AlterField(
            model_name="seal",
            name="sealed_at",
            field=models.DateTimeField(verbose_name="fatto"),
        ),
        migrations.AlterField(
            model_name="sealletter",
            name="seal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="subscribers.seal",
                verbose_name="attestato",
            ),
        ),
    ]
