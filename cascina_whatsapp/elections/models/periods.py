"""An electoral period, as one colleague wrote it and another activated it."""

from datetime import UTC, datetime, time
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, URLValidator
from django.db import models
from django.db.models import F, Q

from cascina_whatsapp.elections.rules import RunOff, Span, effective_end
from cascina_whatsapp.presentation.formatting.dates import ROME, day_in_words

RUN_OFF_LABELS = {RunOff.YES: "sì", RunOff.NO: "no", RunOff.UNKNOWN: "non si sa ancora"}
IS_PDF = FileExtensionValidator(["pdf"])
AFTER = "Viene dopo l'inizio."


class ElectoralPeriodQuerySet(models.QuerySet["ElectoralPeriod"]):
    """The queries on periods. An active one that applies to us restricts us; the clock ends it, not a state."""

    def not_over(self, now: datetime) -> Self:
        """Select the periods whose end has not come, drafts and annulled ones among them; the first one first."""
        without = Q(run_off=RunOff.NO, ends_at__gt=now)
        with_run_off = ~Q(run_off=RunOff.NO) & Q(run_off_ends_at__gt=now)
        return self.filter(without | with_run_off).order_by("starts_at", "pk")

    def ahead(self, now: datetime) -> Self:
        """Select the periods that restrict us and are not over: they hold, or will."""
        return self.filter(state=ElectoralPeriod.State.ACTIVE, applies_to_us=True).not_over(now)

    def expected(self, now: datetime) -> Self:
        """Select the periods about us that are not over, drafts included: until they are activated nothing stops."""
        return self.not_over(now).filter(applies_to_us=True).exclude(state=ElectoralPeriod.State.ANNULLED)

    def blocking(self, now: datetime) -> Self:
        """Select the periods that hold at this very moment. May be a sub-query: rules.Span.holds_at says the same."""
        return self.ahead(now).filter(starts_at__lte=now)


class ElectoralPeriod(models.Model):
    """An electoral period, from the day the polls are called until they close (law 28/2000, article 9). In UTC.

    One colleague writes it, another of the group *Autorizzatore elettorale* activates it. Once active it is never
    deleted nor changed, but that the run-off is settled, acts of our own and notes on orders of Agcom are added, or
    it is annulled with a reason: the database itself refuses the rest (migrations 0002_guards, 0004_agcom_notes).
    That it is over is told by the clock.
    """

    class Kind(models.TextChoices):
        MUNICIPAL = "municipal", "Elezioni comunali"
        RUN_OFF = "run_off", "Ballottaggio"
        REGIONAL = "regional", "Elezioni regionali"
        GENERAL = "general", "Elezioni politiche"
        EUROPEAN = "european", "Elezioni europee"
        NATIONAL_REFERENDUM = "national_referendum", "Referendum nazionale"
        LOCAL_REFERENDUM = "local_referendum", "Referendum locale"
        BY_ELECTION = "by_election", "Elezioni suppletive"

    class State(models.TextChoices):
        DRAFT = "draft", "Bozza"
        ACTIVE = "active", "Attivo"
        ANNULLED = "annulled", "Annullato"

    name = models.CharField("nome", max_length=120, help_text="Per esempio: Elezioni comunali 2026.")
    kind = models.CharField("tipo", max_length=20, choices=Kind)
    act_kind = models.CharField(
        "atto di indizione",
        max_length=120,
        help_text="Chi ha convocato i comizi: decreto del Prefetto, del Presidente della Repubblica…",
    )
    act_number = models.CharField("numero dell'atto", max_length=60)
    act_date = models.DateField("data dell'atto")
    act_link = models.URLField(
        "collegamento all'atto", blank=True, validators=[URLValidator(schemes=["https"])]
    )
    act_file = models.FileField("atto in PDF", upload_to="elections/%Y/%m/", blank=True, validators=[IS_PDF])
    starts_at = models.DateTimeField(
        "dal", help_text="Dalle ore 0:00 del giorno in cui i comizi sono convocati."
    )
    ends_at = models.DateTimeField(
        "alla chiusura dei seggi", help_text="Giorno e ora in cui chiudono i seggi del primo turno."
    )
    run_off = models.CharField(
        "ballottaggio",
        max_length=7,
        choices=RUN_OFF_LABELS,
        default=RunOff.UNKNOWN,
        help_text="Finché non si sa, vale come se ci fosse.",
    )
    run_off_starts_at = models.DateTimeField("apertura dei seggi del ballottaggio", null=True, blank=True)
    run_off_ends_at = models.DateTimeField("chiusura dei seggi del ballottaggio", null=True, blank=True)
    applies_to_us = models.BooleanField("riguarda il Comune", default=True)
    applies_reason = models.CharField(
        "perché",
        max_length=300,
        blank=True,
        help_text="Serve se non riguarda il Comune: per esempio, non si vota qui e il turno è sotto il 25 per cento.",
    )
    warning_from = models.DateField(
        "avviso dal",
        null=True,
        blank=True,
        help_text="Da questo giorno la redazione è avvisata (legge 81/1993, art. 29); nulla si ferma.",
    )
    internal_number = models.CharField("numero della disposizione interna", max_length=60, blank=True)
    internal_date = models.DateField("data della disposizione interna", null=True, blank=True)
    internal_file = models.FileField(
        "disposizione interna in PDF", upload_to="elections/%Y/%m/", blank=True, validators=[IS_PDF]
    )
    standing_order_number = models.CharField(
        "numero dell'ordine permanente per le emergenze",
        max_length=60,
        blank=True,
        help_text="Con questo, un'emergenza parte con una sola autorizzazione e si riesamina entro 24 ore.",
    )
    standing_order_date = models.DateField("data dell'ordine permanente", null=True, blank=True)
    agcom_notes = models.TextField("ordini di Agcom", blank=True, default="", db_default="", editable=False)
    """The notes on what Agcom ordered, and on the notice that went out, each with who wrote it: they only grow."""
    standing_order_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="ordine permanente aggiunto da",
    )
    """The person who added it to a period that was active already; None where it was written with the draft."""
    state = models.CharField("stato", max_length=8, choices=State, default=State.DRAFT, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="scritto da",
    )
    made_at = models.DateTimeField("scritto il", editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="cambiato da",
    )
    """The person who wrote on the draft last; at first, who made it."""
    changed_at = models.DateTimeField("cambiato il", editable=False)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="attivato da",
    )
    activated_at = models.DateTimeField("attivato il", null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="ballottaggio deciso da",
    )
    """The person who wrote, of an active period, whether there is a run-off."""
    settled_at = models.DateTimeField("ballottaggio deciso il", null=True, editable=False)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="annullato da",
    )
    annulled_at = models.DateTimeField("annullato il", null=True, editable=False)
    annulled_reason = models.CharField("perché annullato", max_length=300, blank=True, editable=False)

    objects = ElectoralPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "periodo elettorale"
        verbose_name_plural = "elezioni"
        ordering = ["-starts_at", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [
            ("activate_electoralperiod", "Può attivare un periodo elettorale scritto da altri"),
            ("annul_electoralperiod", "Può annullare un periodo elettorale, con un motivo"),
            ("take_case_file", "Può scaricare il fascicolo di un periodo elettorale"),
            ("authorise_text", "Può mettere in vigore un testo del servizio in periodo elettorale"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "active", "annulled"]), name="period_state_known"
            ),
            models.CheckConstraint(
                condition=Q(run_off__in=list(RUN_OFF_LABELS)), name="period_run_off_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="period_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(run_off=RunOff.NO)
                | Q(
                    run_off_starts_at__isnull=False,
                    run_off_ends_at__isnull=False,
                    run_off_starts_at__gte=F("ends_at"),
                    run_off_ends_at__gt=F("run_off_starts_at"),
                ),
                name="period_run_off_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(applies_to_us=True) | ~Q(applies_reason=""), name="period_left_out_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(activated_by=F("made_by")) & ~Q(activated_by=F("changed_by")),
                name="period_activated_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(activated_by__isnull=False, activated_at__isnull=False),
                name="period_activated_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="annulled")
                | Q(annulled_by__isnull=False, annulled_at__isnull=False) & ~Q(annulled_reason=""),
                name="period_annulled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(annulled_by=F("activated_by")), name="period_annulled_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for what is wrong between the fields, field by field."""
        problems = self._wrong_order()
        if not (self.act_link or self.act_file):
            problems["act_link"] = "Serve l'atto: un collegamento, o il PDF."
        if not self.applies_to_us and not self.applies_reason.strip():
            problems["applies_reason"] = "Scrivi perché non riguarda il Comune."
        if problems:
            raise ValidationError(problems)

    def _wrong_order(self) -> dict[str, str]:
        if not (self.starts_at and self.ends_at):  # said by the fields themselves
            return {}
        problems = {} if self.ends_at > self.starts_at else {"ends_at": AFTER}
        if self.run_off == RunOff.NO:
            return problems
        if not self.run_off_starts_at or self.run_off_starts_at < self.ends_at:
            problems["run_off_starts_at"] = "Scrivi quando comincia il ballottaggio, dopo il primo turno."
        elif not self.run_off_ends_at or self.run_off_ends_at <= self.run_off_starts_at:
            problems["run_off_ends_at"] = "Scrivi quando chiudono i seggi del ballottaggio."
        return problems

    @property
    def span(self) -> Span:
        """The span in which the period holds, if active and about us; in UTC, whatever zone a form left."""
        end = effective_end(self.ends_at, self.run_off, self.run_off_ends_at)
        return Span(self.starts_at.astimezone(UTC), end.astimezone(UTC))

    @property
    def held(self) -> Span | None:
        """The span in which it does restrict us, up to its annulment, in UTC; None where it never did or will."""
        if self.activated_at is None or not self.applies_to_us:
            return None
        whole, until = self.span, self.annulled_at
        cut = Span(whole.starts_at, min(whole.ends_at, until.astimezone(UTC))) if until else whole
        return cut if cut.starts_at < cut.ends_at else None

    @property
    def watched(self) -> Span:
        """The span, with the days in which the newsroom is warned of it (law 81/1993, article 29). In UTC."""
        span = self.span
        if self.warning_from is None:
            return span
        warned = datetime.combine(self.warning_from, time.min, ROME).astimezone(UTC)
        return Span(min(warned, span.starts_at), span.ends_at)

    def is_warned(self, now: datetime) -> bool:
        """Tell whether the newsroom is warned of the period now, and nothing is stopped by it yet."""
        return self.watched.starts_at <= now < self.span.starts_at

    def is_over(self, now: datetime) -> bool:
        """Tell whether the polls have closed, the run-off's where there may be one: a screen calls it *concluso*."""
        return self.span.ends_at <= now

    def condition(self, now: datetime) -> str:
        """Say the period's state as the screens do: "Bozza", "Attivo", "Concluso", "Annullato", "Non ci riguarda"."""
        if self.state != self.State.ACTIVE:
            return str(self.get_state_display())
        if not self.applies_to_us:
            return "Non ci riguarda"
        return "Concluso" if self.is_over(now) else "Attivo"

    @property
    def act_in_words(self) -> str:
        """The act by which the polls were called: "decreto del Prefetto n. 12 del 9 aprile 2026"."""
        return f"{self.act_kind} n. {self.act_number} del {day_in_words(self.act_date)}"
