# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A service text with its variables filled in."""

from django.conf import settings


def fill(body: str, **variables: str) -> str:
    """`body` with each {name} replaced. Raises KeyError for a variable that nobody gave."""
    return body.strip().format_map({**settings.TEXT_VARIABLES, **variables})
