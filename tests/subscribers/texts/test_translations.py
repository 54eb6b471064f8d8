"""The drafts of translations keep the rules of the texts that they translate, and none is in force by itself."""

import pytest

from subscribers import texts
from subscribers.keywords import understand
from subscribers.models import ServiceText
from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import DEFINITION, key_in, parts_of, read
from subscribers.texts.declarations.translations import DRAFTS, LANGUAGES
from subscribers.texts.declared import VARIABLES

languages = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)


@pytest.mark.parametrize("key", DRAFTS)
def test_a_draft_could_be_proposed_as_it_is(key: str):
    assert texts.check(key, DRAFTS[key]) == []


@pytest.mark.parametrize("key", [key for key in DRAFTS if parts_of(key)[0] != DEFINITION])
def test_a_draft_fills_in_what_the_italian_fills_in(key: str):
    italian = texts.ITALIAN[parts_of(key)[0]].wording
    own = {name for name in VARIABLES if f"{{{name}}}" in italian}
    assert {name for name in VARIABLES if f"{{{name}}}" in DRAFTS[key]} == own


@languages
def test_a_language_has_all_that_it_needs(language):
    needed = {key for key, text in texts.AUTOMATIC.items() if text.needed_in_languages}
    assert {key for key in needed if key_in(key, language.code) not in DRAFTS} == set()
    assert {button.title for button in BUTTONS} <= set(language.titles)


@languages
def test_the_announced_words_of_a_language_do_what_they_say(language):
    words = [read(language.code, DRAFTS[key_in(DEFINITION, language.code)]).words]
    joining = [understand(said, words).intent for said in language.joins]
    leaving = [understand(said, words).intent for said in language.leaves]
    choosing = [understand(said, words).intent for said in language.chooses]
    assert (set(joining), set(leaving), set(choosing)) == ({"join"}, {"leave"}, {"language"})


def test_together_they_are_told_apart():
    words = [language.words for language in LANGUAGES.values()]
    for language in LANGUAGES.values():
        for said in (*language.joins, *language.leaves, *language.chooses):
            rule = understand(said, words).rule
            assert not rule.startswith("language-") or rule.split("-")[2] == language.code


@pytest.mark.django_db
def test_of_the_drafts_nothing_is_in_force():
    there = set(ServiceText.objects.filter(key__in=DRAFTS).values_list("key", "version"))
    assert there == {("language.en", 1)}
    assert ServiceText.objects.get(key="language.en").body != DRAFTS["language.en"]
