"""Two more states of a delivery: WhatsApp holds it; its term is over without a word. One index knows them as well.

On the way back the version before takes what is held for accepted, and what expired for sent: it knows no others."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Q

STATES = {
    "queued": "In coda",
    "sending": "In partenza",
    "uncertain": "Esito incerto",
    "held": "Trattenuta da WhatsApp",
    "accepted": "Presa in carico",
    "sent": "Inviata",
    "expired": "Scaduta senza conferma",
    "delivered": "Consegnata",
    "read": "Letta",
    "failed": "Non riuscita",
    "skipped": "Saltata",
}
BEFORE = {"held": "accepted", "expired": "sent"}
STATUS = models.CharField(choices=list(STATES.items()), default="queued", max_length=12, verbose_name="stato")


def as_the_version_before_knows_them(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model in ("Delivery", "Trial"):
        rows = apps.get_model("broadcasts", model).objects.using(schema_editor.connection.alias)
        for status, known in BEFORE.items():
            rows.filter(status=status).update(status=known)


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0019_declared_content")]

    operations = [
        migrations.AlterField(model_name="delivery", name="status", field=STATUS),
        migrations.AlterField(model_name="trial", name="status", field=STATUS),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_status_known"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=Q(status__in=list(STATES)), name="delivery_status_known"
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_on_its_way"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["status", "campaign", "subscriber"],
                condition=Q(status__in=["held", "accepted", "sent", "expired"]),
                name="delivery_on_its_way",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, as_the_version_before_knows_them),
    ]
