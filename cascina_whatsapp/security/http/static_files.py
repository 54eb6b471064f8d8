"""Static files as production serves them: without our comments, compressed, and named after what is in them."""

import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = re.compile(r"(?:newsroom|public)/[\w.-]+\.(?:css|js)")
"""Others' files keep their comments: a licence stands in them."""
COMMENT = re.compile(
    rb"^[ \t]*(?://[^\n]*|/\*.*?\*/)[ \t]*\n|(?<![ \t])[ \t]+(?:// [^\n\"'`]*|/\* [^*\n]*\*/)$",
    re.MULTILINE | re.DOTALL,
)
"""A comment on lines of its own, or at the end of one; with a quotation mark in it, that may be part of a text."""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Our scripts import each other: the names in an import are hashed, too.

    Otherwise a page would run one script twice, under both its names, each time with a state of its own; and
    after an upgrade a browser could still have the old script under the plain name.
    """

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: Any) -> str:
        is_ours = OURS.fullmatch(name)
        lean = ContentFile(without_comments(b"".join(content.chunks()))) if is_ours else content
        kept: str = super()._save(name, lean)  # type: ignore[misc]  # in no stub
        return kept


def without_comments(written: bytes) -> bytes:
    """Take away what is for us alone in a script or style sheet: a sixth of what a browser would load."""
    return COMMENT.sub(b"", written)
