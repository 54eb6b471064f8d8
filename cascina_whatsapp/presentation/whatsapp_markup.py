"""WhatsApp's marks as a page shows them: *bold*, _italic_, ~struck~ and monospace."""

import re

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

ELEMENTS = {"*": "strong", "_": "em", "~": "s", "`": "code", "```": "code"}
MARKED = re.compile(r"(?<![^\W_])(```|[*_~`])(?=\S)(.*?\S)\1(?![^\W_])")
"""Never inside a word, nor over a line's end."""


def marked(text: str) -> SafeString:
    """Write `text` as HTML with its marks; everything else is shown as it is."""
    return mark_safe(MARKED.sub(_element, escape(text)))  # noqa: S308 - escaped, and our elements around


def paragraphs(text: str) -> list[SafeString]:
    """`text` as the paragraphs of a page, each as HTML: marks are elements, and lines stay lines."""
    return [
        format_html_join(SafeString("<br>"), "{}", ((marked(line),) for line in block.splitlines()))
        for block in re.split(r"\n\s*\n", text.strip())
    ]


def without_marks(text: str) -> str:
    """Write `text` as it is read, its lines as they are."""
    bare = MARKED.sub(r"\2", text)
    return without_marks(bare) if bare != text else text


def _element(found: re.Match[str]) -> str:
    name = ELEMENTS[found[1]]
    inside = found[2] if name == "code" else MARKED.sub(_element, found[2])
    return f"<{name}>{inside}</{name}>"
