# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page for the town hall says what the rules do."""

from django.conf import settings

from subscribers.keywords import understand
from subscribers.keywords.explaining import DOES, EXAMPLES, rules, table

PAGE = settings.BASE_DIR / "docs" / "guida" / "parole.md"


def test_every_rule_is_explained_by_examples_that_it_decides():
    assert [rule for rule, _ in rules()] == list(EXAMPLES)
    wrong = [
        (text, rule)
        for rule, (_, texts) in EXAMPLES.items()
        for text in texts
        if understand(text).rule != rule
    ]
    assert wrong == []


def test_whatever_a_rule_finds_the_page_says_what_follows():
    assert {understood for _, understood in rules()} == set(DOES)


def test_the_page_is_up_to_date():
    """After a change: `make words`."""
    assert table() == PAGE.read_text(encoding="utf-8")
