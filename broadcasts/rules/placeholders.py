# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gaps in a text that are still to be filled: a name in square brackets, "Chiusa [via] dal [giorno]".

A name begins with a small letter, so that "[1]" and "[ANSA]" are words like others.
"""

import re

GAP = re.compile(r"\[([a-zà-öø-ÿ][^\[\]\n]{0,39})\]")


def gaps_in(*texts: str) -> list[str]:
    """The names of the gaps, each once, in the order in which they come."""
    return list(dict.fromkeys(name.strip() for text in texts for name in GAP.findall(text)))
