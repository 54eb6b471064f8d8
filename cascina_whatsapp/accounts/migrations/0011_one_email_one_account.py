"""One e-mail is of one account, however it is written: the database itself refuses a second one."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.models import Count
from django.db.models.functions import Upper

SHARED = (
    "Più account hanno la stessa e-mail: {}. Correggila con la versione di prima, in Impostazioni, Persone, poi "
    "ripeti l'aggiornamento."
)


def refuse_shared(apps: Any, schema_editor: Any) -> None:
    """RuntimeError where two accounts share an address, with the numbers of the accounts."""
    accounts = apps.get_model("auth", "User").objects.using(schema_editor.connection.alias)
    written = accounts.exclude(email="").annotate(same=Upper("email")).order_by("pk")
    shared = written.values("same").annotate(count=Count("pk")).filter(count__gt=1).order_by("same")
    if numbers := list(written.filter(same__in=shared.values("same")).values_list("pk", flat=True)):
        raise RuntimeError(SHARED.format(", ".join(map(str, numbers))))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_words_of_second_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(refuse_shared, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX one_email_one_account ON auth_user (upper(email)) WHERE email <> ''",
            "DROP INDEX one_email_one_account",
        ),
    ]
