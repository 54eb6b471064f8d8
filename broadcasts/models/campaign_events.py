"""The timeline of a broadcast: who did what, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q

from cascina_whatsapp.presentation.formatting.dates import moment_in_figures

from .campaigns import Campaign


class CampaignEvent(models.Model):
    """One step in the life of a broadcast: who did what, and when; together they are its timeline."""

    class Step(models.TextChoices):
        PROPOSED = "proposed", "Proposto"
        CALLED_OFF = "called_off", "L'evento risulta annullato"
        COPIED = "copied", "Copiato da un altro messaggio"
        EDITED = "edited", "Modificato"
        TRIED = "tried", "Prova inviata"
        REVIEW_ASKED = "review_asked", "Approvazione chiesta"
        WITHDRAWN = "withdrawn", "Richiesta ritirata"
        SENT_BACK = "sent_back", "Rimandato"
        NOTE_CHANGED = "note_changed", "Nota cambiata"
        APPROVED = "approved", "Approvato"
        APPROVED_OWN = "approved_own", "Approvato da chi lo ha scritto"
        TO_EVERYBODY = "to_everybody", "A tutti gli iscritti, anche a chi non ha scelto gli argomenti"
        TAKEN_BACK = "taken_back", "Annullato prima di partire"
        REVISED = "revised", "Ripreso per correggerlo: va approvato di nuovo"
        ALTERED = "altered", "Non è partito: il contenuto non è quello approvato"
        DEARER = "dearer", "Non è partito: costa più di quanto approvato"
        FLATTENED = "flattened", "Messo tutto di seguito"
        MOVED = "moved", "Spostato"
        STARTED = "started", "Primo messaggio partito"
        PAUSED = "paused", "Fermato"
        RESUMED = "resumed", "Ripreso"
        SUSPENDED = "suspended", "Trattenuto per le elezioni"
        RELEASED = "released", "Non più trattenuto per le elezioni"
        DECLARED = "declared", "Dichiarato indispensabile nel periodo elettorale"
        AUTHORISED = "authorised", "Autorizzato nel periodo elettorale"
        NOT_AUTHORISED = "not_authorised", "Non autorizzato nel periodo elettorale"
        UNDECLARED = "undeclared", "Dichiarazione o autorizzazione ritirata"
        EMERGENCY_REVIEWED = "emergency_reviewed", "Emergenza riesaminata"
        CANCELLED = "cancelled", "Annullato"
        FINISHED = "finished", "Ultimo messaggio partito"
        MESSAGE_CORRECTED = "message_corrected", "Corretto"
        MESSAGE_WITHDRAWN = "message_withdrawn", "Ritirato"
        SETTLED = "settled", "Esiti incerti decisi"
        RESENT = "resent", "Mandato di nuovo a chi non l'aveva ricevuto"
        TEMPLATE_SUBMITTED = "template_submitted", "Mandato da leggere a WhatsApp"
        TEMPLATE_SILENT = "template_silent", "WhatsApp non rispondeva"
        TEMPLATE_APPROVED = "template_approved", "WhatsApp ha detto di sì"
        TEMPLATE_REFUSED = "template_refused", "WhatsApp ha detto di no"
        TEMPLATE_STOPPED = "template_stopped", "WhatsApp ha fermato questo testo"

    APPROVALS = (Step.APPROVED, Step.APPROVED_OWN)
    NOTES = (Step.SENT_BACK, Step.NOTE_CHANGED)
    """The steps that say what has to be mended: the last of them holds."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="events", verbose_name="messaggio")
    what = models.CharField("che cosa", max_length=20, choices=Step)
    at = models.DateTimeField("quando")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="da chi"
    )
    note = models.CharField("nota", max_length=300, blank=True)
    overridden = models.CharField("che cosa l'urgenza supera", max_length=300, blank=True)
    """The hours and broadcasts that urgency overrides, as the page told whoever approved."""
    fingerprint = models.CharField("impronta", max_length=64, blank=True)
    """The fingerprint of the content that was approved, or of what was found in its place: see fingerprint.py."""
    before = models.JSONField(default=dict, db_default={}, editable=False)
    """The state that is compared with this step, or undone to: of an approval, state and moment before it (ISO, UTC);
    of a send-back and its note, the content that was read. It goes once the broadcast is over, by
    privacy/retention.py."""

    class Meta:
        verbose_name = "passaggio"
        verbose_name_plural = "passaggi"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {moment_in_figures(self.at)}"


def is_withdrawn(campaign: Campaign) -> bool:
    """Tell whether a broadcast was withdrawn from the public pages: nothing of it leaves any more."""
    return any(step.what == CampaignEvent.Step.MESSAGE_WITHDRAWN for step in campaign.events.all())


def is_recorded_as_approved(campaign: Campaign) -> Q:
    """Build the condition that the step of a broadcast's approval names no other content than its row does.

    It mentions no column of the outer query: the database asks it once a statement.
    """
    given = CampaignEvent.objects.filter(campaign=campaign.pk, what__in=CampaignEvent.APPROVALS)
    last = given.filter(at__gte=F("campaign__approved_at"))
    return Q(~Exists(last.exclude(fingerprint=F("campaign__approved_hash"))))
