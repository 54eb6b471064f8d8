"""The page for the town hall says what the rules do."""

import pytest
from django.conf import settings

from subscribers.keywords.meanings import Rule
from subscribers.keywords.rules import RULES
from tests.subscribers.keywords.explaining import table

from .sentences import understood

PAGE = settings.BASE_DIR / "docs" / "guida" / "parole.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained_by_sentences_that_it_decides(rule: Rule):
    assert rule.examples
    assert [text for text in rule.examples if understood(text).rule != rule.id] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_looks_alike_is_decided_by_another_rule(rule: Rule):
    assert [text for text in rule.not_examples if understood(text).rule == rule.id] == []


def test_every_rule_has_a_name_of_its_own_and_every_meaning_one_description():
    assert len({rule.id for rule in RULES}) == len(RULES)
    meanings = {rule.meaning for rule in RULES}
    assert len({(meaning.intent, meaning.detail) for meaning in meanings}) == len(meanings)


def test_the_page_is_up_to_date():
    """After a change: `make words`."""
    assert table() == PAGE.read_text(encoding="utf-8")
