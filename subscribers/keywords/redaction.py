# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the register may keep of a citizen's words."""

from .folding import LIMIT, fold
from .spelling import SPOKEN, corrected

EVIDENCE_LIMIT = 100
"""Characters of the citizen's words that the register keeps."""
LEFT_OUT = "…"


def evidence(text: str) -> str:
    """The citizen's words for the register: at most 100 characters, of which only the words of a wish stay.

    Names, numbers, addresses and whatever else the rules have no use for become "…". Never raises.
    """
    visible = "".join(letter for letter in " ".join(text[:LIMIT].split()) if letter.isprintable())
    kept: list[str] = []
    for piece in visible.split():
        shown = piece if _may_be_kept(piece) else LEFT_OUT
        if shown != LEFT_OUT or kept[-1:] != [LEFT_OUT]:
            kept.append(shown)
    words = " ".join(kept)
    return words if len(words) <= EVIDENCE_LIMIT else words[: EVIDENCE_LIMIT - 1] + LEFT_OUT


def _may_be_kept(piece: str) -> bool:
    words = (corrected(word) for word in fold(piece).replace(",", "").replace("?", "").split())
    return sum(map(str.isdigit, piece)) < 3 and all(word in SPOKEN or len(word) == 1 for word in words)
