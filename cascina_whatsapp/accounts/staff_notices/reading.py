"""The unread notices of a colleague. Opening the page that a notice is about is reading it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from .models import Kind, StaffNotice

COUNTED = 99
"""The notices that are counted; of more, the header says that there are more than these."""


@dataclass(frozen=True)
class News:
    """The news of one colleague, as every page tells of them."""

    unread: int
    urgent: int
    """The urgent requests that wait for them, read or not."""

    @property
    def count(self) -> str:
        """Write how many are new, for the header: "3", "99+"; "" where there is nothing new."""
        return "" if not self.unread else str(self.unread) if self.unread <= COUNTED else f"{COUNTED}+"

    @property
    def in_title(self) -> str:
        """Begin the title of every page while something urgent waits: "(1 urgente) "."""
        return f"({self.urgent} urgent{'e' if self.urgent == 1 else 'i'}) " if self.urgent else ""


def news_of(user: User, *, on: str, now: datetime) -> News:
    """Count what is new for `user`, up to one more than COUNTED; what is about the page `on` becomes read.

    One query, and a second one only where something is read.
    """
    fresh = Q(read_at=None) | Q(kind=Kind.URGENT)
    mine = StaffNotice.objects.for_person(user.pk).filter(fresh, over_at=None)
    found = list(mine.only("pk", "page", "kind", "read_at")[: COUNTED + 1])
    unread = {notice.pk: notice.is_about(on) for notice in found if notice.read_at is None}
    if read := [pk for pk, is_here in unread.items() if is_here]:
        StaffNotice.objects.filter(pk__in=read).update(read_at=now)
    return News(len(unread) - len(read), sum(notice.kind == Kind.URGENT for notice in found))


def has_read(person: int, page: str) -> bool:
    """Tell whether a colleague has read what still waits for them on a page."""
    return StaffNotice.objects.for_person(person).asking().filter(page=page).exclude(read_at=None).exists()


def read_all(user: User, *, now: datetime) -> int:
    """Mark what `user` has not read yet; how many."""
    return StaffNotice.objects.for_person(user.pk).unread().update(read_at=now)
