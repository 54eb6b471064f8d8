"""What is declared of a broadcast during an electoral period, and the state of one that such a period stops.

On the way back what is suspended is paused: the version before knows no other state that waits for a person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def pause_suspended(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    campaigns = apps.get_model("broadcasts", "Campaign").objects.using(schema_editor.connection.alias)
    campaigns.filter(status="suspended").update(status="paused", pause_reason="Sospeso per par condicio")


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0016_words_of_the_office"),
        ("elections", "0002_guards"),
        ("subscribers", "0014_answers_followed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ElectionDeclaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("impersonal", models.BooleanField(default=False, verbose_name="in forma impersonale")),
                ("indispensable", models.BooleanField(default=False, verbose_name="indispensabile")),
                ("not_deferrable", models.BooleanField(default=False, verbose_name="non rinviabile")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergenza e protezione civile"),
                            ("health", "Sanità pubblica"),
                            ("roads", "Viabilità"),
                            ("service", "Interruzione o variazione di un servizio"),
                            ("deadline", "Scadenza di legge"),
                            ("voting", "Come si vota"),
                            ("agcom", "Ordine dell'Autorità (Agcom)"),
                            ("other", "Altro"),
                        ],
                        max_length=12,
                        verbose_name="di che cosa si tratta",
                    ),
                ),
                ("reason", models.TextField(verbose_name="perché")),
                ("checklist", models.JSONField(default=list, verbose_name="che cosa è stato controllato")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="impronta")),
                (
                    "is_emergency",
                    models.BooleanField(default=False, verbose_name="emergenza con una sola autorizzazione"),
                ),
                (
                    "standing_order",
                    models.CharField(blank=True, max_length=60, verbose_name="ordine permanente"),
                ),
                ("declared_at", models.DateTimeField(verbose_name="dichiarato il")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "In attesa"),
                            ("authorised", "Autorizzata"),
                            ("refused", "Rifiutata"),
                            ("withdrawn", "Ritirata"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="esito",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="deciso il")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="nota")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="ritirato il")),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="perché ritirato"),
                ),
                (
                    "review_outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "Confermata"), ("contested", "Non confermata")],
                        max_length=9,
                        verbose_name="esito del riesame",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="riesaminato il")),
                (
                    "review_note",
                    models.CharField(blank=True, max_length=300, verbose_name="nota del riesame"),
                ),
                ("alarmed_at", models.DateTimeField(null=True, verbose_name="allarme dato il")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deciso da",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dichiarato da",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="elections.electoralperiod",
                        verbose_name="periodo elettorale",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="riesaminato da",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ritirato da",
                    ),
                ),
            ],
            options={
                "verbose_name": "dichiarazione di par condicio",
                "verbose_name_plural": "dichiarazioni di par condicio",
                "ordering": ["-pk"],
                "permissions": [
                    ("authorise_electiondeclaration", "Può autorizzare un messaggio in periodo elettorale"),
                    ("review_electiondeclaration", "Può riesaminare un'emergenza autorizzata da altri"),
                ],
                "default_permissions": ("add", "view"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="campaign_status_known",
        ),
        migrations.AlterField(
            model_name="campaign",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Bozza"),
                    ("in_review", "In approvazione"),
                    ("approved", "Approvato"),
                    ("sending", "In invio"),
                    ("paused", "In pausa"),
                    ("suspended", "Sospeso per par condicio"),
                    ("sent", "Inviato"),
                    ("cancelled", "Annullato"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="stato",
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposto"),
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("tried", "Prova inviata"),
                    ("review_asked", "Approvazione chiesta"),
                    ("withdrawn", "Richiesta ritirata"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("to_everybody", "A tutti gli iscritti, anche a chi non ha scelto gli argomenti"),
                    ("taken_back", "Approvazione annullata prima della partenza"),
                    ("revised", "Modificato dopo l'approvazione, che non vale più"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("suspended", "Sospeso per par condicio"),
                    ("released", "Non più sospeso per par condicio"),
                    ("declared", "Dichiarato indispensabile nel periodo elettorale"),
                    ("authorised", "Autorizzato nel periodo elettorale"),
                    ("not_authorised", "Non autorizzato nel periodo elettorale"),
                    ("undeclared", "Dichiarazione o autorizzazione ritirata"),
                    ("emergency_reviewed", "Emergenza riesaminata"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                    ("template_submitted", "Modello su misura inviato a WhatsApp"),
                    ("template_approved", "Modello su misura approvato da WhatsApp"),
                    ("template_refused", "Modello su misura rifiutato da WhatsApp"),
                    ("template_stopped", "Modello su misura fermato da WhatsApp"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "in_review",
                            "approved",
                            "sending",
                            "paused",
                            "suspended",
                            "sent",
                            "cancelled",
                        ],
                    )
                ),
                name="campaign_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("impersonal", True), ("indispensable", True), ("not_deferrable", True)),
                name="declaration_says_all_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["open", "authorised", "refused", "withdrawn"])),
                name="declaration_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        ["emergency", "health", "roads", "service", "deadline", "voting", "agcom", "other"],
                    )
                ),
                name="declaration_category_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_emergency", False),
                    models.Q(("category", "emergency"), models.Q(("standing_order", ""), _negated=True)),
                    _connector="OR",
                ),
                name="declaration_emergency_under_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["authorised", "refused"]), _negated=True),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="declaration_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "authorised"), _negated=True),
                    models.Q(("decided_by", models.F("declared_by")), _negated=True),
                    _connector="OR",
                ),
                name="declaration_authorised_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "other"), ("outcome", "authorised"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="declaration_of_something_else_with_a_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_at", None),
                    models.Q(
                        ("reviewed_by__isnull", False),
                        models.Q(("reviewed_by", models.F("decided_by")), _negated=True),
                        models.Q(("review_outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="declaration_reviewed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="electiondeclaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ("open", "authorised"))),
                fields=("campaign",),
                name="one_standing_declaration",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, pause_suspended),
    ]
