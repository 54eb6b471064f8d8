# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws a letter to a citizen by Typst, as a tagged PDF of real text: to attach to a PEC, or to print."""

import json
from dataclasses import asdict, dataclass

import typst

from .drawing import FOLDER, Answer


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
    try:
        return {}, _made(content, is_accessible=True)
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        return {}, _made(content, is_accessible=False)


def _made(content: bytes, *, is_accessible: bool) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER / "fonts")]
    )
    source, inputs = (FOLDER / "letter.typ").read_bytes(), {"letter": content.decode()}
    compiler = typst.Compiler(source, root=str(FOLDER), font_paths=fonts, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards="ua-1" if is_accessible else None)
    if not isinstance(made, bytes):
        raise TypeError("a letter is one file")
    return made
