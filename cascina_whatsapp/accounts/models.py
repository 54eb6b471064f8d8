"""The rows of the staff's accounts, beside Django's own; one writer for each table.

Moments are in UTC; secrets that need not be read again are kept as digests. Passkeys are django-otp-webauthn's rows.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django_otp.models import Device

from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from cascina_whatsapp.security.named import Named


class AttemptCount(Named):
    """The number of attempts to sign in, for one account, address or browser. Shared by all web processes.

    Also the mark of a challenge that a passkey has answered, of which nothing is counted.
    """

    key = models.CharField("chiave", max_length=64, unique=True)
    """A keyed digest of what is counted: neither addresses nor what somebody typed as a name are kept."""
    failures = models.PositiveIntegerField("tentativi", default=0)
    last_at = models.DateTimeField("ultimo tentativo", db_index=True)

    class Meta:
        verbose_name = "conteggio dei tentativi"
        verbose_name_plural = "conteggi dei tentativi"


class SingleSignOn(Named):
    """The identity of an account at the Comune's identity provider. Written at the first sign-in, then held to."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="single_sign_on", verbose_name="account"
    )
    issuer = models.CharField("provider", max_length=255)
    subject = models.CharField("identificativo", max_length=255)
    """The provider's own name for the person, which it gives to nobody else (OpenID Connect Core, 2: `sub`)."""
    linked_at = models.DateTimeField("collegato il")

    class Meta:
        verbose_name = "accesso unico"
        verbose_name_plural = "accessi unici"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_one_account_a_person")
        ]


class UsedPassword(Named):
    """A password that was chosen, as its hash, and when. Written by `passwords` alone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="account"
    )
    hash = models.CharField("impronta", max_length=128, editable=False)
    """The hash as `User.password` has it: algorithm, parameters, salt and hash."""
    chosen_at = models.DateTimeField("scelta")

    class Meta:
        verbose_name = "password usata"
        verbose_name_plural = "password usate"
        indexes = [models.Index(fields=["user", "-chosen_at"], name="used_passwords_of_an_account")]


class AuthenticatorApp(Device):
    """An app on a colleague's telephone that shows a code of six digits every thirty seconds (TOTP, RFC 6238)."""

    secret = EncryptedTextField("segreto")
    """Shared with the app: base32, as apps take it. Whoever reads it signs in as its owner: encrypted at rest."""
    last_step = models.BigIntegerField("ultimo intervallo usato", default=-1)
    """The interval of the last code that was accepted: no code is accepted twice (RFC 6238, 5.2)."""
    added_at = models.DateTimeField("aggiunta il")
    last_used_at = models.DateTimeField("usata l'ultima volta il", null=True, blank=True)

    class Meta:
        verbose_name = "app dei codici"
        verbose_name_plural = "app dei codici"

    def __str__(self) -> str:
        return f"app {self.pk}"


class RecoveryCodes(Device):
    """A colleague's sheet of codes, each good for one sign-in, for the day on which the telephone is lost."""

    digests = models.JSONField("impronte", default=list)
    """SHA-256 of each code that is still good: at least 80 random bits each, which no dictionary finds."""
    made_at = models.DateTimeField("creati il")

    class Meta:
        verbose_name = "codici di riserva"
        verbose_name_plural = "codici di riserva"
        constraints = [models.UniqueConstraint(fields=["user"], name="accounts_one_sheet_of_codes_each")]

    def __str__(self) -> str:
        return f"codici di riserva {self.pk}"


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    def for_user(self, user: User) -> Self:
        """This person's, the one used last first."""
        return self.filter(user=user).order_by("-last_used_at", "-pk")


class StaffSession(Named):
    """The owner of one of Django's sessions, and what they recognise it by. Deleted with the session.

    Without an address of the network: the whole Town Hall has the same one, and elsewhere it says where one lives.
    Written by `sessions` alone.
    """

    session = models.OneToOneField(Session, models.CASCADE, related_name="+", verbose_name="sessione")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="account"
    )
    browser = models.CharField("browser", max_length=60)
    """The browser as people call it: "Firefox su Windows"."""
    started_at = models.DateTimeField("iniziata")
    last_used_at = models.DateTimeField("usata l'ultima volta")
    """The moment to the minute: not every page writes it."""

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "sessione"
        verbose_name_plural = "sessioni"


OPEN = Q(used_at=None, withdrawn_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Select invitations neither used nor withdrawn; the time of some may be over."""
        return self.filter(OPEN)

    def usable(self, now: datetime) -> Self:
        """Select the invitations whose link still opens the account."""
        return self.open().filter(expires_at__gt=now)


class Invitation(Named):
    """A link that lets the owner of an account choose how to sign in, once. Only the digest of its secret is kept.

    Written by `invitations` alone.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="account"
    )
    digest = models.CharField("impronta", max_length=64, unique=True, editable=False)
    """SHA-256 of the secret in the link, in hexadecimal."""
    sent_at = models.DateTimeField("mandato")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="mandato da"
    )
    """Nobody: from the command line."""
    expires_at = models.DateTimeField("vale fino a")
    used_at = models.DateTimeField("usato", null=True)
    withdrawn_at = models.DateTimeField("ritirato", null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=OPEN, name="one_open_invitation_per_account")
        ]


class AccountChangeQuerySet(models.QuerySet["AccountChange"]):
    def open(self) -> Self:
        """Select the changes that are not decided yet; the time of some may be over."""
        return self.filter(outcome=AccountChange.Outcome.OPEN)

    def waiting(self, now: datetime) -> Self:
        """Select the changes that may still be decided, the oldest first."""
        return self.open().filter(expires_at__gt=now).order_by("pk")


class AccountChange(Named):
    """A change of an account that waits for a second person's hand, and what became of it.

    Written by `changes` alone.
    """

    class Kind(models.TextChoices):
        GIVE = "give", "assegnare un gruppo"
        TAKE = "take", "togliere un gruppo"
        EMAIL = "email", "cambiare l'e-mail"
        REOPEN = "reopen", "riaprire l'account"
        CLOSE = "close", "chiudere l'account"
        LOST = "lost", "annullare password e secondo passaggio: il telefono è perso"

    class Outcome(models.TextChoices):
        OPEN = "open", "In attesa"
        APPROVED = "approved", "Approvato"
        REFUSED = "refused", "Rifiutato"
        WITHDRAWN = "withdrawn", "Ritirato"
        EXPIRED = "expired", "Scaduto"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="account"
    )
    kind = models.CharField("che cosa", max_length=6, choices=Kind)
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+", verbose_name="gruppo")
    email = models.EmailField("e-mail nuova", blank=True)
    reason = models.CharField("perché", max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="chiesto da"
    )
    asked_at = models.DateTimeField("chiesto")
    expires_at = models.DateTimeField("da decidere entro")
    outcome = models.CharField("esito", max_length=9, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="deciso da"
    )
    decided_at = models.DateTimeField("deciso", null=True)
    note = models.CharField("nota", max_length=200, blank=True)

    objects = AccountChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "cambio chiesto"
        verbose_name_plural = "cambi chiesti"
        ordering = ["-pk"]
        permissions = [("decide_accountchange", "Può approvare i cambi di account chiesti da altri")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(outcome="open"), name="one_open_change_per_group"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(outcome="open", group=None),
                name="one_open_change_of_a_kind",
            ),
        ]

    def is_waiting(self, now: datetime) -> bool:
        """Tell whether somebody may still decide the change."""
        return self.outcome == self.Outcome.OPEN and now < self.expires_at

    @property
    def shown(self) -> list[object]:
        """List what somebody reads before they decide: the change, and whom it concerns as they are now."""
        user = self.user
        groups = sorted(user.groups.values_list("name", flat=True))
        return [self, user.get_full_name(), user.email, user.is_active, groups]

    @property
    def in_words(self) -> str:
        """The requested change in Italian: "assegnare il gruppo Redattore"."""
        if self.group is not None:
            return f"{'assegnare' if self.kind == self.Kind.GIVE else 'togliere'} il gruppo {self.group.name}"
        return self.get_kind_display()


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self, *kinds: str) -> Self:
        """Select what waits of these kinds, the oldest first."""
        return self.filter(kind__in=kinds, outcome=Proposal.Outcome.OPEN).order_by("pk")


class Proposal(Named):
    """Something that waits for a second person, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Da approvare"
        APPROVED = "approved", "Approvato"
        REFUSED = "refused", "Rimandato"
        WITHDRAWN = "withdrawn", "Ritirato"

    kind = models.CharField("che cosa", max_length=24)
    """The name of a `second_person.Kind`."""
    target = models.CharField("riguarda", max_length=64, blank=True)
    """What it is about, as its kind names it: a key, a row's number; "" for something new."""
    change = models.JSONField("che cosa cambia")
    reason = models.CharField("perché", max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="proposta da"
    )
    asked_at = models.DateTimeField("proposta il")
    outcome = models.CharField("esito", max_length=10, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="decisa da"
    )
    decided_at = models.DateTimeField("decisa il", null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposta"
        verbose_name_plural = "proposte"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target"],
                condition=Q(outcome="open") & ~Q(target=""),
                name="one_open_proposal_of_a_target",
            )
        ]
