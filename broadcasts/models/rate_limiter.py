"""The row that says at what moment a message may be sent."""

from django.db import models


class RateLimiter(models.Model):
    """The one row that hands out moments to send: see `broadcasts.limits.rate_limiter`."""

    next_slot = models.FloatField(default=0)
    """Seconds since the epoch."""
    share = models.FloatField(default=1.0)
    """The part of the rate that was left when Meta last said that we are too fast; it grows from `slowed_at` on."""
    slowed_at = models.FloatField(default=0)
    """Seconds since the epoch."""
    next_answer = models.FloatField(default=0)
    """Seconds since the epoch: the next free slot of the answers to citizens."""
    written_at = models.FloatField(default=0)
    """Seconds since the epoch, by the clock of the process that wrote last: ahead of now, a clock was put back."""

    still = models.JSONField(default=list, db_default=[])
    """Ids of the broadcasts that may leave and stood still when it was last looked (`sending.standstill`)."""

    class Meta:
        verbose_name = verbose_name_plural = "limitatore degli invii"

    def __str__(self) -> str:
        return "limitatore degli invii"
