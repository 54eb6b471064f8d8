"""The notices to one colleague, or to one address of the settings."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cascina_whatsapp.security.named import Named


class StaffNoticeQuerySet(models.QuerySet["StaffNotice"]):
    """Rows of many people; a page asks for its reader's own."""

    def for_person(self, person: int | None) -> Self:
        """Select the notices of one person, the newest first."""
        return self.filter(person=person).order_by("-at", "-pk")

    def unread(self) -> Self:
        """Select what nobody has read, as long as it still matters."""
        return self.filter(read_at=None, over_at=None)

    def asking(self) -> Self:
        """Select what waits for whoever is told of it, the urgent first."""
        return self.filter(kind__in=ASKING, over_at=None).order_by("kind", "-at", "-pk")


class Kind(models.TextChoices):
    """Tells what a notice wants of its reader; in this order they are shown."""

    URGENT = "1", "urgente"
    WAITS = "2", "aspetta"
    KNOWN = "3", "da sapere"


ASKING = (Kind.URGENT, Kind.WAITS)


class StaffNotice(Named):
    """One thing that one person is told: what, since when, on which page. Never a number nor a text of a message.

    It is at once the e-mail to be sent: `wants_email` until the mail server took it, or refused it too often. What
    asks for something is over with its matter, whoever has dealt with it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="a chi"
    )
    """None: an address that has no page, of the settings or of an account that was changed."""
    address = models.EmailField("indirizzo", blank=True)
    """The address of those without an account; a colleague's is read when the e-mail leaves."""
    subject = models.CharField("oggetto", max_length=200)
    sentence = models.TextField("che cosa")
    page = models.CharField("pagina", max_length=200)
    """A path of ours: where it is dealt with."""
    kind = models.CharField("che cosa chiede", max_length=1, choices=Kind, db_default=Kind.KNOWN)
    at = models.DateTimeField("quando", auto_now_add=True)
    read_at = models.DateTimeField("letta il", null=True)
    wants_email = models.BooleanField("da mandare per e-mail", default=False)
    tried = models.PositiveSmallIntegerField("tentativi", default=0)
    try_again_at = models.DateTimeField(null=True)
    """The moment to try again; None before the first attempt."""

    over_at = models.DateTimeField("non serve più dal", null=True)
    over_how = models.CharField("perché non serve più", max_length=40, blank=True, db_default="")
    """A participle: "approvato", "ritirato"."""
    over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="per opera di"
    )

    objects = StaffNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "novità"
        verbose_name_plural = "novità"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(address=""), name="staff_notice_to_somebody"
            )
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="staff_notice_of_whom"),
            models.Index(fields=["at"], condition=Q(wants_email=True), name="staff_notice_to_send"),
        ]

    @property
    def in_short(self) -> str:
        """The sentence without its full stop, since its moment follows."""
        return self.sentence.removesuffix(".")

    def is_about(self, path: str) -> bool:
        """Tell whether `path` is the notice's page, or one below the same thing: `/admin/messaggi/12/avvia/`."""
        thing = self.page.removesuffix("modifica/")
        return path == self.page or (thing != self.page and path.startswith(thing))
