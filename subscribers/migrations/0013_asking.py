# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question to a citizen and its answer; and what the service says meanwhile (like 0002, history)."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from subscribers.models.texts import digest_of

IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = {
    "my_data_pending": (
        'Hai scritto "{parola_ricevuta}" e aspettiamo la tua conferma: per ora non ti inviamo nulla. Se non '
        "confermi entro 24 ore, dimentichiamo la tua richiesta e il tuo numero.\n"
        "\n"
        "Per confermare, o per rinunciare, usa i bottoni qui sotto. Per smettere del tutto scrivi "
        "*Cancellazione*.\n"
        "\n"
        "Per saperne di più scrivi a {contatto_privacy}. Informativa: {privacy_url}"
    ),
    "number_changed": (
        "WhatsApp ci dice che il tuo numero, o il tuo profilo, è cambiato. Vuoi continuare a ricevere qui le "
        "notizie del Comune di Cascina? Finché non rispondi non ti inviamo nulla.\n"
        "\n"
        "Puoi smettere quando vuoi scrivendo *Cancellazione*. Informativa: {privacy_url}"
    ),
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ServiceText = apps.get_model("subscribers", "ServiceText")
    ServiceText.objects.bulk_create(
        ServiceText(key=key, version=1, body=body, in_force_from=IN_FORCE_FROM, sha256=digest_of(body))
        for key, body in TEXTS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0012_trial_number_text")]
    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="asked_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="conferma chiesta"
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="moved_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="numero cambiato"),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="moved_to",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=models.deletion.SET_NULL,
                related_name="+",
                to="subscribers.subscriber",
                verbose_name="numero di prima di",
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("asked_at__isnull", False), ("status", "left")),
                fields=["asked_at"],
                name="subscriber_unconfirmed",
            ),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
