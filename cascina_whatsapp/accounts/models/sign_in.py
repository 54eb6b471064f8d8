"""The traces of signing in: failures, chosen passwords, who an account is for the Comune's single sign-on."""

from django.conf import settings
from django.db import models


class AttemptCount(models.Model):
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

    def __str__(self) -> str:
        return f"conteggio {self.pk}"


class SingleSignOn(models.Model):
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

    def __str__(self) -> str:
        return f"accesso unico {self.pk}"


class UsedPassword(models.Model):
    """A password that was chosen, as its hash, and when. Written by `password_history` alone."""

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

    def __str__(self) -> str:
        return f"password usata {self.pk}"
