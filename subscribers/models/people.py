"""The people who may be written to, and the topics they choose."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from cascina_whatsapp.security.retention_rules import Term
from subscribers.rules.phone import mask

from .texts import ServiceText
from .zones import Zone

NATURES = {False: "Avviso", True: "Invito"}
"""The names of the two natures: whether it is an invitation → how people call it."""
MEANINGS = {
    False: "dice che cosa succede o che cosa fare: strade, scadenze, allerte, servizi.",
    True: "propone di partecipare: eventi, mostre, corsi, iniziative. Costa più del doppio.",
}
CHOICES = [(is_invitation, f"{word}: {MEANINGS[is_invitation]}") for is_invitation, word in NATURES.items()]
"""The choices of a form: both natures, explained."""
ANSWER_WITHIN = timedelta(hours=24)
"""The time that a question to a citizen ("do you want to join?") waits for its answer, by their messages' times."""


class Topic(models.Model):
    """A topic of broadcasts; citizens choose among them. Limits: rows of a WhatsApp list message."""

    name = models.CharField("nome", max_length=24, unique=True)
    description = models.CharField("descrizione", max_length=72, blank=True)
    position = models.PositiveSmallIntegerField("posizione", default=0)
    is_active = models.BooleanField(
        "attivo", default=True, help_text="Un argomento non attivo non si può scegliere né usare."
    )
    is_alert = models.BooleanField(
        "argomento di allerta",
        default=False,
        help_text="Chi scrive un messaggio su questo argomento è avvisato se non dice un giorno preciso.",
    )
    is_invitation = models.BooleanField("che cosa sono i suoi messaggi", default=False, db_default=False)
    """True where whoever follows it is invited to something: WhatsApp asks more for an invitation, and punishes one
    that leaves as a notice (Meta, template categories)."""

    class Meta:
        verbose_name = "argomento"
        verbose_name_plural = "argomenti"
        permissions = [("approve_topic", "Può mettere in vigore un argomento proposto da altri")]
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


def is_due_for_reminder(now: datetime) -> Q:
    """Return the condition that a subscriber's reminder is due; nobody meets it where the town hall wants none."""
    if not settings.REMINDER_MONTHS:
        return Q(pk__in=[])
    since = Term(settings.REMINDER_MONTHS, "months").before(now)
    return (
        Q(subscribed_at__lte=since)
        & (Q(confirmed_at=None) | Q(confirmed_at__lte=since))
        & (Q(reminded_at=None) | Q(reminded_at__lte=since))
    )


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def subscribed(self) -> Self:
        """Select the people who may be written to."""
        return self.filter(status=Subscriber.Status.SUBSCRIBED)

    def unconfirmed(self, before: datetime) -> Self:
        """Select people who are not subscribed, and were asked before that moment whether they want to be."""
        return self.filter(status=Subscriber.Status.LEFT, merged_into=None, asked_at__lt=before)

    def asked(self, now: datetime) -> Self:
        """Select people who were asked whether they want to be subscribed, and may still say yes."""
        since = now - ANSWER_WITHIN
        return self.filter(status=Subscriber.Status.LEFT, asked_at__gte=since, asked_at__gt=F("decided_at"))

    def reachable(self) -> Self:
        """Leave out those whom WhatsApp could not reach several times in a row, and who asked for a limit."""
        return self.filter(unreachable_since=None, limited_since=None)

    def with_yes_at(self) -> Self:
        """Annotate `yes_at`: when people last said that they want the messages, by joining or by confirming it."""
        return self.annotate(yes_at=Greatest(F("subscribed_at"), Coalesce("confirmed_at", "subscribed_at")))

    def due_for_reminder(self, now: datetime) -> Self:
        """Select subscribers who neither joined, nor confirmed it, nor were reminded within REMINDER_MONTHS."""
        return self.subscribed().filter(is_due_for_reminder(now))

    def to_be_told(self, notice: ServiceText) -> Self:
        """Select subscribers who joined under an older privacy notice, and were told of no newer one."""
        return self.subscribed().filter(
            subscribed_at__lt=notice.in_force_from, told_notice__lt=notice.version
        )


class Subscriber(models.Model):
    """A person, known by a number, by WhatsApp's business-scoped id (BSUID), or by both.

    Number and BSUID, encrypted, are there only while the person is subscribed; the keyed pseudonyms stay, so that a
    late "Iscrizione" can't undo a newer "Cancellazione". Written by `consent` alone, but for `last_message_at` and
    reachability.
    """

    class Status(models.TextChoices):
        SUBSCRIBED = "subscribed", "Iscritto"
        LEFT = "left", "Cancellato"

    TO_CONFIRM, TO_CONFIRM_AGAIN = "Da confermare", "Da riconfermare"
    """The words on screen for somebody who is not subscribed before they say yes."""

    status = models.CharField("stato", max_length=12, choices=Status, editable=False)
    phone = EncryptedTextField("numero", blank=True, editable=False)
    bsuid = EncryptedTextField("identificativo WhatsApp", blank=True, editable=False)
    phone_pseudonym = models.CharField("pseudonimo del numero", max_length=64, blank=True, editable=False)
    bsuid_pseudonym = models.CharField(
        "pseudonimo dell'identificativo", max_length=64, blank=True, editable=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, verbose_name="unito a"
    )
    moved_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="numero di prima di",
    )
    """The subscriber who gave these names up. Whoever joins with them begins anew."""
    follows_all = models.BooleanField("tutti gli argomenti", default=True, editable=False)
    topics = models.ManyToManyField(
        Topic, verbose_name="argomenti scelti", related_name="followers", blank=True, editable=False
    )
    all_zones = models.BooleanField("tutte le zone", default=True, db_default=True, editable=False)
    zones = models.ManyToManyField(
        Zone, verbose_name="zone scelte", related_name="people", blank=True, editable=False
    )
    subscribed_at = models.DateTimeField("iscritto dal", null=True, blank=True, editable=False)
    left_at = models.DateTimeField("cancellato dal", null=True, blank=True, editable=False)
    decided_at = models.DateTimeField("ultima scelta", editable=False)
    """Meta's time of the message that decided `status`: an older one changes nothing."""
    in_doubt = models.BooleanField("ora incerta", default=False, db_default=False, editable=False)
    """True where the wish that holds carried a time later than its reception. When it was written nobody knows: any
    goodbye that is heard of afterwards counts."""
    heard_leaving_at = models.DateTimeField("cancellazione ricevuta", null=True, blank=True, editable=False)
    """The moment when we heard, by our clock, that they leave: a wish in doubt must have come later to count."""
    asked_at = models.DateTimeField("conferma chiesta", null=True, blank=True, editable=False)
    """Meta's time of the word that was answered with a question: of a subscriber, the word that they confirmed."""
    moved_at = models.DateTimeField("numero cambiato", null=True, blank=True, editable=False)
    """Since when the subscription, which they had under another number, waits for them to say that they still want
    it. They are asked when they write (ON_NUMBER_CHANGE=ask)."""
    last_message_at = models.DateTimeField("ultimo messaggio", null=True, blank=True, editable=False)
    """Meta's time of the person's last message: free-form messages are allowed for 24 hours after it."""

    confirmed_at = models.DateTimeField("ultima conferma", null=True, blank=True, editable=False)
    """Meta's time of the last "Continua", if ever: the answer to a yearly reminder."""
    reminded_at = models.DateTimeField("ultimo promemoria", null=True, blank=True, editable=False)
    """The moment when the last yearly reminder was delivered, by Meta's time."""
    told_notice = models.PositiveIntegerField(
        "versione dell'informativa comunicata", default=0, db_default=0, editable=False
    )
    """The newest version of the privacy notice that a message of its own has told them of; 0: none."""
    language = models.CharField(
        "lingua scelta per le risposte", max_length=3, blank=True, default="", db_default="", editable=False
    )
    """The code of the language that they asked to be answered in; "": Italian, or whichever they write."""
    undelivered = models.PositiveSmallIntegerField(
        "messaggi non recapitati di seguito", default=0, editable=False
    )
    """Broadcasts in a row that WhatsApp could not deliver to this person (131026)."""
    unreachable_since = models.DateTimeField("irraggiungibile dal", null=True, blank=True, editable=False)
    """Still subscribed, but nothing is sent any more until they write."""
    limited_since = models.DateTimeField("limitazione dal", null=True, blank=True, editable=False)
    """Since when no broadcast is sent because they asked for a limit (GDPR, art. 18), until it is lifted."""
    objected_at = models.DateTimeField("niente inviti dal", null=True, blank=True, editable=False)
    """Since when they object to invitations (art. 21), until they choose a topic of invitations again."""

    CLEAR = {
        **{"phone": "", "bsuid": "", "last_message_at": None},
        **{"confirmed_at": None, "reminded_at": None, "told_notice": 0, "language": ""},
        **{"undelivered": 0, "unreachable_since": None, "limited_since": None, "objected_at": None},
    }
    """The columns that are known of a subscriber only, with what stands there of who is none."""
    DECISION = (
        *("status", "decided_at", "subscribed_at", "left_at", "follows_all", "all_zones"),
        *("last_message_at", "asked_at", "moved_at", "moved_to", "in_doubt", "heard_leaving_at"),
        *("confirmed_at", "reminded_at", "told_notice", "language"),
    )
    """The columns of a decision, which hold together where two rows become one."""

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "iscritto"
        verbose_name_plural = "iscritti"
        permissions = [("remove_subscriber", "Può togliere un iscritto dal servizio")]
        indexes = [
            models.Index(fields=["status", "id"], name="subscriber_by_status"),
            models.Index(
                fields=["id"], condition=Q(unreachable_since__isnull=False), name="subscriber_unreachable"
            ),
            models.Index(fields=["id"], condition=Q(moved_at__isnull=False), name="subscriber_moved"),
            models.Index(
                fields=["id"], condition=Q(status="subscribed", phone=""), name="subscriber_number_hidden"
            ),
            models.Index(fields=["subscribed_at"], name="subscriber_joined"),
            models.Index(fields=["left_at"], name="subscriber_left"),
            models.Index(
                fields=["asked_at"],
                condition=Q(status="left", asked_at__isnull=False),
                name="subscriber_unconfirmed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=[name], condition=~Q(**{name: ""}), name=f"subscriber_one_{name}")
            for name in ("phone_pseudonym", "bsuid_pseudonym")
        ] + [
            models.CheckConstraint(
                condition=Q(status="left", phone="", bsuid="")
                | Q(Q(status="subscribed"), ~Q(phone="") | ~Q(bsuid="")),
                name="subscriber_in_clear_only_while_subscribed",
            ),
            models.CheckConstraint(
                condition=~Q(phone_pseudonym="") | ~Q(bsuid_pseudonym="") | Q(merged_into__isnull=False),
                name="subscriber_has_a_pseudonym",
            ),
        ]

    def __str__(self) -> str:
        return f"iscritto {self.pk} ({self.masked})" if self.phone or self.bsuid else f"iscritto {self.pk}"

    @property
    def pseudonym(self) -> str:
        """The pseudonym by which the register knows this person: the number's where there is one."""
        return self.phone_pseudonym or self.bsuid_pseudonym

    @property
    def masked(self) -> str:
        """The number as staff may see it, "+39 335 •••• 43"; a person without a number shows as WhatsApp's."""
        return mask(self.phone) if self.phone or not self.bsuid else f"WhatsApp …{self.bsuid[-4:]}"

    @property
    def is_subscribed(self) -> bool:
        """Tell whether broadcasts may be sent to this person."""
        return self.status == self.Status.SUBSCRIBED

    @property
    def was_asked(self) -> bool:
        """Tell whether a person wrote that they want to join, and neither said yes nor left since."""
        return not self.is_subscribed and self.asked_at is not None and self.asked_at > self.decided_at

    @property
    def waits_since(self) -> datetime | None:
        """The moment since when nothing but a person's yes is missing, asked for or not yet; None otherwise."""
        return self.asked_at if self.was_asked else self.moved_at

    def is_asked(self, now: datetime) -> bool:
        """Tell whether a person was asked to confirm, and there is still time to answer."""
        return self.was_asked and self.asked_at is not None and now <= self.asked_at + ANSWER_WITHIN

    def standing(self, now: datetime) -> str:
        """Say how a person stands, in the words of the screens."""
        if self.is_asked(now):
            return self.TO_CONFIRM
        if self.moved_to_id:
            return "Numero lasciato"
        return self.TO_CONFIRM_AGAIN if self.moved_at else self.get_status_display()

    def chosen(self) -> tuple[frozenset[int] | None, frozenset[int] | None]:
        """The ids of their topics and of their zones, also of those that can't be chosen any more; None: all."""
        topics = None if self.follows_all else frozenset(self.topics.values_list("pk", flat=True))
        return topics, None if self.all_zones else frozenset(self.zones.values_list("pk", flat=True))

    def chosen_zones(self) -> list[Zone]:
        """The zones that this person chose, whether these can still be chosen or not; none: all of them."""
        return [] if self.all_zones else list(self.zones.all())

    def topics_in_words(self) -> str:
        """Name the chosen topics, for a page or an answer: "tutti", "nessuno"."""
        return "tutti" if self.follows_all else ", ".join(map(str, self.topics.all())) or "nessuno"

    def zones_in_words(self) -> str:
        """Name the chosen zones, for a page or an answer: "tutte"."""
        return ", ".join(map(str, self.chosen_zones())) or "tutte"

    def followed_topics(self) -> list[Topic]:
        """The active topics that this person gets."""
        return list(Topic.objects.filter(is_active=True) if self.follows_all else self.topics.all())
