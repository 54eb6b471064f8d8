# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Waiting for what has to be so, however busy the machine is.

No test proves anything by a time: `AT_LAST` only ends one that would wait for ever. Needs nothing but the standard
library, since what runs on an installed machine uses it too.
"""

import time
from collections.abc import Callable

AT_LAST = 900
"""Seconds after which something that has to end, or to become so, never will."""
BETWEEN = 0.2
"""Seconds between two looks."""


def until(happens: Callable[[], object], told: Callable[[], object] = lambda: "") -> None:
    """Wait until it is so. Raises AssertionError, with what there is to be `told`, when it never will."""
    deadline = time.monotonic() + AT_LAST
    while not happens():
        assert time.monotonic() < deadline, f"it did not happen. {told()}"
        time.sleep(BETWEEN)
