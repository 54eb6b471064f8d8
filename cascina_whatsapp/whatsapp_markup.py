# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""WhatsApp's marks as a page shows them: *bold*, _italic_, ~struck~ and monospace."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ELEMENTS = {"*": "strong", "_": "em", "~": "s", "`": "code", "```": "code"}
MARKED = re.compile(r"(?<![^\W_])(```|[*_~`])(?=\S)(.*?\S)\1(?![^\W_])")
"""Never inside a word, nor over a line's end."""


def marked(text: str) -> SafeString:
    """`text` with its marks as HTML; everything else is shown as it is."""
    return mark_safe(MARKED.sub(_element, escape(text)))  # noqa: S308 - escaped, and our elements around


def _element(found: re.Match[str]) -> str:
    name = ELEMENTS[found[1]]
    inside = found[2] if name == "code" else MARKED.sub(_element, found[2])
    return f"<{name}>{inside}</{name}>"
