"""Nobody is asked to renew a consent any more: what was sent for it counts as a reminder, in the words that it had."""

from typing import Any

from django.db import migrations, models

RENEWALS = ("renewal_question", "renewal_reminder")
OVER = ("sent", "cancelled")
UNDER_WAY = (
    "Una domanda di rinnovo, o un suo sollecito, è in preparazione o in corso (messaggio {}). Finiscila o annullala "
    "con la versione di prima, poi ripeti l'aggiornamento: la domanda di rinnovo non c'è più."
)
PURPOSES = [
    ("news", "Notizia"),
    ("yearly_reminder", "Promemoria annuale"),
    ("notice_changed", "Cambia l'informativa"),
    ("service_paused", "Sospensione del servizio"),
    ("agcom_notice", "Avviso imposto da Agcom"),
]


def call_reminders(apps: Any, schema_editor: Any) -> None:
    """RuntimeError where one of them may still leave."""
    campaigns = apps.get_model("broadcasts", "Campaign").objects.using(schema_editor.connection.alias)
    renewals = campaigns.filter(purpose__in=RENEWALS)
    if campaign := renewals.exclude(status__in=OVER).first():
        raise RuntimeError(UNDER_WAY.format(campaign.pk))
    renewals.update(purpose="yearly_reminder")


def call_renewals(apps: Any, schema_editor: Any) -> None:
    """The text of each says which of the two it was."""
    campaigns = apps.get_model("broadcasts", "Campaign").objects.using(schema_editor.connection.alias)
    for key in RENEWALS:
        campaigns.filter(purpose="yearly_reminder", service__wording__key=key).update(purpose=key)


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0044_changed_notes"), ("subscribers", "0022_no_renewal")]

    operations = [
        migrations.RunPython(call_reminders, call_renewals),
        migrations.AlterField(
            model_name="campaign",
            name="purpose",
            field=models.CharField(
                choices=PURPOSES,
                default="news",
                editable=False,
                max_length=20,
                verbose_name="a che cosa serve",
            ),
        ),
    ]
