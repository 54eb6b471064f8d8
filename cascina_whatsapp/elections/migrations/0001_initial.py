"""The tables of electoral periods, of Agcom's orders, and of who holds an office."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ElectoralPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Per esempio: Elezioni comunali 2026.", max_length=120, verbose_name="nome"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipal", "Elezioni comunali"),
                            ("run_off", "Ballottaggio"),
                            ("regional", "Elezioni regionali"),
                            ("general", "Elezioni politiche"),
                            ("european", "Elezioni europee"),
                            ("national_referendum", "Referendum nazionale"),
                            ("local_referendum", "Referendum locale"),
                            ("by_election", "Elezioni suppletive"),
                        ],
                        max_length=20,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "act_kind",
                    models.CharField(
                        help_text="Chi ha convocato i comizi: decreto del Prefetto, del Presidente della Repubblica…",
                        max_length=120,
                        verbose_name="atto di indizione",
                    ),
                ),
                ("act_number", models.CharField(max_length=60, verbose_name="numero dell'atto")),
                ("act_date", models.DateField(verbose_name="data dell'atto")),
                (
                    "act_link",
                    models.URLField(
                        blank=True,
                        validators=[django.core.validators.URLValidator(schemes=["https"])],
                        verbose_name="collegamento all'atto",
                    ),
                ),
                (
                    "act_file",
                    models.FileField(
                        blank=True,
                        upload_to="elections/%Y/%m/",
                        validators=[django.core.validators.FileExtensionValidator(["pdf"])],
                        verbose_name="atto in PDF",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        help_text="Dalle ore 0:00 del giorno in cui i comizi sono convocati.",
                        verbose_name="dal",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        help_text="Giorno e ora in cui chiudono i seggi del primo turno.",
                        verbose_name="alla chiusura dei seggi",
                    ),
                ),
                (
                    "run_off",
                    models.CharField(
                        choices=[
                            ("yes", "sì"),
                            ("no", "no"),
                            ("unknown", "non si sa ancora"),
                        ],
                        default="unknown",
                        help_text="Finché non si sa, vale come se ci fosse.",
                        max_length=7,
                        verbose_name="ballottaggio",
                    ),
                ),
                (
                    "run_off_starts_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="apertura dei seggi del ballottaggio"
                    ),
                ),
                (
                    "run_off_ends_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="chiusura dei seggi del ballottaggio"
                    ),
                ),
                ("applies_to_us", models.BooleanField(default=True, verbose_name="riguarda il Comune")),
                (
                    "applies_reason",
                    models.CharField(
                        blank=True,
                        help_text="Serve se non riguarda il Comune: per esempio, non si vota qui e il turno è sotto il 25 per cento.",
                        max_length=300,
                        verbose_name="perché",
                    ),
                ),
                (
                    "warning_from",
                    models.DateField(
                        blank=True,
                        help_text="Da questo giorno la redazione è avvisata (legge 81/1993, art. 29); nulla si ferma.",
                        null=True,
                        verbose_name="avviso dal",
                    ),
                ),
                (
                    "internal_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="numero della disposizione interna"
                    ),
                ),
                (
                    "internal_date",
                    models.DateField(blank=True, null=True, verbose_name="data della disposizione interna"),
                ),
                (
                    "internal_file",
                    models.FileField(
                        blank=True,
                        upload_to="elections/%Y/%m/",
                        validators=[django.core.validators.FileExtensionValidator(["pdf"])],
                        verbose_name="disposizione interna in PDF",
                    ),
                ),
                (
                    "standing_order_number",
                    models.CharField(
                        blank=True,
                        help_text="Con questo, un'emergenza parte con una sola autorizzazione e si riesamina entro 24 ore.",
                        max_length=60,
                        verbose_name="numero dell'ordine permanente per le emergenze",
                    ),
                ),
                (
                    "standing_order_date",
                    models.DateField(blank=True, null=True, verbose_name="data dell'ordine permanente"),
                ),
                (
                    "standing_order_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordine permanente aggiunto da",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Bozza"), ("active", "Attivo"), ("annulled", "Annullato")],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="stato",
                    ),
                ),
                ("made_at", models.DateTimeField(editable=False, verbose_name="scritto il")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="cambiato il")),
                ("activated_at", models.DateTimeField(editable=False, null=True, verbose_name="attivato il")),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="ballottaggio deciso il"),
                ),
                ("annulled_at", models.DateTimeField(editable=False, null=True, verbose_name="annullato il")),
                (
                    "annulled_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="perché annullato"
                    ),
                ),
                (
                    "activated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="attivato da",
                    ),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annullato da",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cambiato da",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scritto da",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ballottaggio deciso da",
                    ),
                ),
            ],
            options={
                "verbose_name": "periodo elettorale",
                "verbose_name_plural": "periodi elettorali",
                "ordering": ["-starts_at", "-pk"],
                "permissions": [
                    ("activate_electoralperiod", "Può attivare un periodo elettorale scritto da altri"),
                    ("annul_electoralperiod", "Può annullare un periodo elettorale, con un motivo"),
                    ("authorise_text", "Può mettere in vigore un testo del servizio in periodo elettorale"),
                ],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="AgcomOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="numero della delibera")),
                ("date", models.DateField(verbose_name="data della delibera")),
                (
                    "items",
                    models.TextField(
                        help_text="I messaggi e i fatti, uno per riga.", verbose_name="che cosa contesta"
                    ),
                ),
                ("deadline", models.DateField(blank=True, null=True, verbose_name="da eseguire entro")),
                ("notice_text", models.TextField(blank=True, verbose_name="testo dell'avviso pubblicato")),
                (
                    "published_where",
                    models.CharField(
                        blank=True,
                        help_text="L'indirizzo della pagina, o il canale.",
                        max_length=300,
                        verbose_name="dove è pubblicato",
                    ),
                ),
                ("published_from", models.DateField(blank=True, null=True, verbose_name="pubblicato dal")),
                ("published_to", models.DateField(blank=True, null=True, verbose_name="pubblicato fino al")),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="registrato il")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrato da",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="elections.electoralperiod",
                        verbose_name="periodo elettorale",
                    ),
                ),
            ],
            options={
                "verbose_name": "ordine di Agcom",
                "verbose_name_plural": "ordini di Agcom",
                "ordering": ["-date", "-pk"],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="OfficeHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nome")),
                ("surname", models.CharField(max_length=80, verbose_name="cognome")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("mayor", "Sindaco"),
                            ("deputy_mayor", "Vicesindaco"),
                            ("assessor", "Assessore"),
                            ("council_president", "Presidente del Consiglio comunale"),
                            ("councillor", "Consigliere"),
                            ("candidate", "Candidato"),
                            ("other", "Altra carica"),
                        ],
                        max_length=20,
                        verbose_name="carica",
                    ),
                ),
            ],
            options={
                "verbose_name": "carica politica",
                "verbose_name_plural": "cariche politiche",
                "ordering": ["surname", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "surname", "role"),
                        name="office_holder_once",
                        violation_error_message="Questa persona c'è già, con la stessa carica.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "active", "annulled"])), name="period_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "run_off__in",
                        [
                            "yes",
                            "no",
                            "unknown",
                        ],
                    )
                ),
                name="period_run_off_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="period_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("run_off", "no"),
                    models.Q(
                        ("run_off_ends_at__gt", models.F("run_off_starts_at")),
                        ("run_off_ends_at__isnull", False),
                        ("run_off_starts_at__gte", models.F("ends_at")),
                        ("run_off_starts_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="period_run_off_has_its_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applies_to_us", True), models.Q(("applies_reason", ""), _negated=True), _connector="OR"
                ),
                name="period_left_out_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("activated_by", models.F("made_by")), _negated=True),
                    models.Q(("activated_by", models.F("changed_by")), _negated=True),
                ),
                name="period_activated_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    models.Q(("activated_at__isnull", False), ("activated_by__isnull", False)),
                    _connector="OR",
                ),
                name="period_activated_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "annulled"), _negated=True),
                    models.Q(
                        ("annulled_at__isnull", False),
                        ("annulled_by__isnull", False),
                        models.Q(("annulled_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="period_annulled_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="electoralperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("annulled_by", models.F("activated_by")), _negated=True),
                name="period_annulled_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="agcomorder",
            constraint=models.UniqueConstraint(
                fields=("number", "date"),
                name="agcom_order_once",
                violation_error_message="Questa delibera è già registrata.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agcomorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_from", None), ("published_to", None)),
                    ("published_to__gt", models.F("published_from")),
                    _connector="OR",
                ),
                name="agcom_notice_from_one_day_to_another",
            ),
        ),
    ]
