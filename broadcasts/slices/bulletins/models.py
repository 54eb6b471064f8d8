"""The row of what the office wants to hear of the bulletin, and of what was heard."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from broadcasts.models import Campaign, ReadyText
from cascina_whatsapp.security.outside_sites.fetching import ETAG_MOST

from .reading import LEVELS, RISKS

FROM = [(None, "Nessuna bozza"), (1, "Dalla gialla"), (2, "Dall'arancione"), (3, "Solo dalla rossa")]


def _from(risk: str) -> Any:
    return models.PositiveSmallIntegerField(risk, choices=FROM, null=True, blank=True)


class BulletinWatch(models.Model):
    """The level of each risk from which a draft is made, and where the reading stands. One row."""

    hydraulic = _from("rischio idraulico")
    hydrogeological = _from("rischio idrogeologico")
    thunderstorms = _from("rischio temporali")
    ready_text = models.ForeignKey(
        ReadyText, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="testo pronto"
    )
    """None: the draft has the bulletin's own facts alone."""
    issued_at = models.DateTimeField("ultimo bollettino letto", null=True, editable=False)
    told = models.JSONField(default=dict, editable=False)
    """Day → risk → level of which staff were told, from the last bulletin's day on."""
    draft = models.ForeignKey(Campaign, models.SET_NULL, null=True, editable=False, related_name="+")
    """The last one that was made."""
    etag = models.CharField(max_length=ETAG_MOST, blank=True, default="", editable=False)
    """The list's mark at that reading; "" where it is to be read again though it is the same."""
    looked_at = models.DateTimeField("letto", null=True, editable=False)
    """The last moment when nothing was wrong."""
    problem = models.CharField("che cosa non va", max_length=300, blank=True, default="", editable=False)
    alarmed_on = models.DateField(null=True, editable=False)
    """The last day on which staff were told that it can't be read: once a day."""

    class Meta:
        verbose_name = "allerte della Protezione civile"
        verbose_name_plural = "allerte della Protezione civile"
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return "Allerte della Protezione civile"

    @property
    def levels(self) -> dict[str, int]:
        """Risk → the level from which a draft is made, of those that the office wants to hear of."""
        return {risk: level for risk in RISKS if (level := getattr(self, risk))}

    def no_longer_heard(self, before: Mapping[str, int]) -> list[str]:
        """Say in Italian of which risks fewer drafts are made than by the levels of `before`."""
        higher = [risk for risk, level in before.items() if self.levels.get(risk, len(LEVELS)) > level]
        return [f"{RISKS[risk]}, {dict(FROM)[getattr(self, risk)].lower()}" for risk in higher]
