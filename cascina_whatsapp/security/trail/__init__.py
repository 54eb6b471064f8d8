"""The trail: what the staff and the administrators of the service did, in a chain that only grows.

Whatever acts on behalf of a colleague calls `record`, and passes no number: it is refused. Reads nothing of ours.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from .events import Event

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .models import TrailRecord

__all__ = ["Event", "record"]


def record(
    event: Event,
    *,
    by: "User | None",
    now: datetime,
    about: str = "",
    details: Mapping[str, str | int] = {},
) -> "TrailRecord":
    """Append that `by` (nobody: a stranger, or the service itself) did `event` at `now`.

    `about`: to what or whom, at most 200 characters, never a number. ValueError where `about` or `details` hold
    what `logs.scrub` takes for a number, a BSUID or a message's id. Within a transaction call it last: the end of
    the trail stays locked until the commit.
    """
    from . import ledger  # not above: models are ready after this package

    return ledger.append(event, by=by, now=now, about=about, details=details)
