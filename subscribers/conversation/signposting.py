# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answer to who asks for what this service does not do: where to turn."""

from cascina_whatsapp.formatting.dates import moment_from_today

from .context import Context


def point_elsewhere(context: Context) -> None:
    """Say who can help instead, and when the office opens again, while it is closed."""
    opening = context.ports.next_opening(context.now)
    if opening and opening > context.now:
        words = moment_from_today(opening, context.now)
        context.answer("unknown_out_of_hours", prossima_apertura=words)
    else:
        context.answer("unknown")
