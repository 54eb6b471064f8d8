"""How long WhatsApp tries to deliver: what a template says, and what a broadcast left with. Null: thirty days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0024_first_share")]

    operations = [
        migrations.AddField(
            model_name="whatsapptemplate",
            name="time_to_live",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="time_to_live",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
