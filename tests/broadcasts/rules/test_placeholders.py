# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What counts as a gap that somebody still has to fill."""

import pytest

from broadcasts.rules.placeholders import gaps_in


@pytest.mark.parametrize(
    ("texts", "gaps"),
    [
        (["Chiusa [via] da [dal] a [al]"], ["via", "dal", "al"]),
        (["[via]", "In [via], dalle [ore di inizio]"], ["via", "ore di inizio"]),
        (["[è chiuso]"], ["è chiuso"]),
        (["Lavori [1], [ANSA], [ ], []"], []),
        (["[due\nrighe]", "[[via]]"], ["via"]),
        (["[" + "a" * 41 + "]"], []),
        (["via Roma", ""], []),
    ],
)
def test_gaps(texts, gaps):
    assert gaps_in(*texts) == gaps
