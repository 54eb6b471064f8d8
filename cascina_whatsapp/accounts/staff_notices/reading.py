# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The unread notices of a colleague. Opening the page that a notice is about is reading it."""

from datetime import datetime

from django.contrib.auth.models import User

from .models import StaffNotice

COUNTED = 99
"""The notices that are counted; of more, the header says that there are more than these."""


def unread(user: User, *, on: str, now: datetime) -> int:
    """Count the unread notices of `user`, up to one more than COUNTED; those about the page `on` become read.

    One query, and a second one only where something is read.
    """
    mine = StaffNotice.objects.for_person(user.pk).unread().only("pk", "page")[: COUNTED + 1]
    here = {notice.pk: notice.is_about(on) for notice in mine}
    if read := [pk for pk, is_here in here.items() if is_here]:
        StaffNotice.objects.filter(pk__in=read).update(read_at=now)
    return len(here) - len(read)


def read_all(user: User, *, now: datetime) -> int:
    """Mark what `user` has not read yet; how many."""
    return StaffNotice.objects.for_person(user.pk).unread().update(read_at=now)


def in_words(count: int) -> str:
    """Count the news in words: "1 novità", "più di 99 novità"; "" where there is nothing new."""
    if not count:
        return ""
    return f"{count} novità" if count <= COUNTED else f"più di {COUNTED} novità"
