"""No secret addresses of the calendar any more. Their rows hold digests of secrets: there is nothing to take out."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0046_no_first_share")]

    operations = [migrations.DeleteModel(name="CalendarFeed")]
