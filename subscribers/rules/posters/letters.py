"""Draws a letter to a citizen by Typst, as a tagged PDF of real text: to attach to a PEC, or to print."""

import json
from dataclasses import asdict, dataclass

import typst

from .drawing import Answer, Sheet


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The content of one letter, from above."""

    owner: str
    """Who writes, at the head of the first page."""
    title: str
    text: str
    """Paragraphs between empty lines; a line that begins with "• " is one of a list."""

    def as_bytes(self) -> bytes:
        """Return the letter as its drawer takes it."""
        blocks = [block.splitlines() for block in self.text.split("\n\n") if block.strip()]
        return json.dumps(asdict(self) | {"blocks": blocks}, ensure_ascii=False).encode()


def pdf(content: bytes) -> Answer:
    """PDF/UA-1 (ISO 14289-1) of the letter that `content` is; without that mark where our font lacks a letter."""
    sheet = Sheet("letter.typ", {"letter": content.decode()})
    try:
        return {}, sheet.pdf()
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        return {}, sheet.pdf(is_accessible=False)
