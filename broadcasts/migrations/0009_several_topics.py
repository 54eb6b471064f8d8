"""A broadcast is about several topics, or for everybody with a reason. Its one topic of before stays in its column, for
the version before; one written since gets its first topic there on the way back."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_over(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The one topic of each broadcast is one of several now."""
    campaigns, alias = apps.get_model("broadcasts", "Campaign"), schema_editor.connection.alias
    of_one = campaigns.objects.using(alias).exclude(former_topic=None).values_list("pk", "former_topic")
    links = apps.get_model("broadcasts", "CampaignTopic")
    rows = [links(campaign_id=campaign, topic_id=topic) for campaign, topic in of_one.iterator()]
    links.objects.using(alias).bulk_create(rows, batch_size=1000)
    check_now(schema_editor)


def give_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The version before knows one topic: the first. One for everybody without any gets the first that there is: what
    is still to leave goes to fewer people then, and to nobody who was not to get it."""
    alias = schema_editor.connection.alias
    topics = apps.get_model("subscribers", "Topic").objects.using(alias).order_by("position", "name")
    links = apps.get_model("broadcasts", "CampaignTopic").objects.using(alias)
    without = apps.get_model("broadcasts", "Campaign").objects.using(alias).filter(former_topic=None)
    for campaign in without.filter(purpose="news"):
        own = links.filter(campaign_id=campaign.pk).values("topic")
        first = topics.filter(pk__in=own).first() or (topics.first() if campaign.to_everybody else None)
        without.filter(pk=campaign.pk).update(former_topic=first)
    check_now(schema_editor)


def check_now(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL alters no table of which it still has a row to check."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


EVENTS = {
    "proposed": "Proposto",
    "copied": "Copiato da un altro messaggio",
    "edited": "Modificato",
    "tried": "Prova inviata",
    "review_asked": "Approvazione chiesta",
    "withdrawn": "Richiesta ritirata",
    "sent_back": "Rimandato in bozza",
    "approved": "Approvato",
    "approved_own": "Approvato da chi lo ha scritto",
    "to_everybody": "A tutti gli iscritti, anche a chi non ha scelto gli argomenti",
    "taken_back": "Approvazione annullata prima della partenza",
    "revised": "Modificato dopo l'approvazione, che non vale più",
    "altered": "Non è partito: il contenuto non è quello approvato",
    "started": "Invio iniziato",
    "paused": "Messo in pausa",
    "resumed": "Ripreso",
    "cancelled": "Annullato",
    "finished": "Invio finito",
    "settled": "Esiti incerti decisi",
    "resent": "Mandato di nuovo a chi non l'aveva ricevuto",
    "template_submitted": "Modello su misura inviato a Meta",
    "template_approved": "Modello su misura approvato da Meta",
    "template_refused": "Modello su misura rifiutato da Meta",
    "template_stopped": "Modello su misura fermato da Meta",
}


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0008_calendar_feeds"),
        ("subscribers", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="campaign", name="campaign_topic_once_written"),
        migrations.AlterField(
            model_name="campaign",
            name="topic",
            field=models.ForeignKey(
                db_column="topic_id",
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.topic",
            ),
        ),
        migrations.RenameField(model_name="campaign", old_name="topic", new_name="former_topic"),
        migrations.AddField(
            model_name="campaign",
            name="to_everybody",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Lo riceve anche chi non ha scelto questi argomenti.",
                verbose_name="tutti gli iscritti",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="everybody_reason",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Il motivo resta scritto.",
                max_length=200,
                verbose_name="perché a tutti",
            ),
        ),
        migrations.CreateModel(
            name="CampaignTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.topic",
                        verbose_name="argomento",
                    ),
                ),
            ],
            options={
                "verbose_name": "argomento di un messaggio",
                "verbose_name_plural": "argomenti di un messaggio",
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "topic"), name="campaign_topic_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="topics",
            field=models.ManyToManyField(
                through="broadcasts.CampaignTopic", to="subscribers.topic", verbose_name="argomenti"
            ),
        ),
        migrations.RunPython(take_over, give_back),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_everybody", False),
                    models.Q(("everybody_reason", ""), _negated=True),
                    ("status__in", ["draft", "cancelled"]),
                    _connector="OR",
                ),
                name="campaign_to_everybody_with_a_reason",
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(choices=list(EVENTS.items()), max_length=20, verbose_name="che cosa"),
        ),
    ]
