# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The powers of a key. There is none to approve or to send: no key can be given it."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """The scopes of a key, named as programmers read them; the label is what who makes a key ticks."""

    PROPOSE = "bozze:proponi", "Proporre bozze"
    FOLLOW = "bozze:leggi", "Vedere che ne è delle proprie bozze"
