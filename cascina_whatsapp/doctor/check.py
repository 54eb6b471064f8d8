# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The check, one line of an examination."""

from collections.abc import Callable
from dataclasses import dataclass

from .results import Finding

RESTART = "poi riavvia i processi."


@dataclass(frozen=True)
class Check:
    """One line; `judge` is given the installation, and what the sources of `needs` told."""

    name: str
    label: str
    needs: tuple[str, ...]
    judge: Callable[..., Finding]
    remedy: str
