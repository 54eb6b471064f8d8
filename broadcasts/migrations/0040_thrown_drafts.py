"""A draft that was thrown away is kept for thirty days, out of sight."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("broadcasts", "0039_sunday_hours"),
    ]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="thrown_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="buttato il"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="thrown_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="buttato da",
            ),
        ),
    ]
