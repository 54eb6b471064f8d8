"""The model asks and never joins; it is the one that the code names; what explains it agrees with what is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.keywords import explain, model, understand
from subscribers.keywords.deciding import MODEL_ASKS, MODEL_LEAVES, MODEL_SEES_NOTHING, VERSION
from subscribers.keywords.message import Message
from subscribers.keywords.rules import RULES

from . import sentences
from .report import Tally

RULE_IDS = {rule.id for rule in RULES}
TEXTS = [sentence.text for writer in sentences.TRAINING for sentence in sentences.by_writer(writer)]
ANY_TEXT = st.text(max_size=200) | st.sampled_from(TEXTS)


def test_the_weights_are_those_that_the_version_names():
    """After a change of what the model reads or learns from: `make train-words`."""
    assert model.file_hash() == model.SHA256
    assert VERSION.endswith(model.SHA256[:8])
    assert len(VERSION) <= 20
    assert model.FILE.stat().st_size <= 300_000


@given(ANY_TEXT)
def test_only_a_rule_joins_and_what_explains_it_agrees(text):
    found = understand(text)
    assert found.intent != "join" or found.rule in RULE_IDS
    assert found.rule in RULE_IDS or (found.rule, found.intent) in {
        (MODEL_ASKS, "unclear"),
        (MODEL_LEAVES, "leave"),
        (MODEL_SEES_NOTHING, "other"),
    }
    assert found.leaning in {"", "join", "leave"} if found.intent == "unclear" else not found.leaning
    assert explain(text).understanding == found


@given(ANY_TEXT)
def test_likelihoods_are_shares_of_one(text):
    likely = model.likelihoods(Message.of(text))
    assert sum((likely.join, likely.leave, likely.doubt, likely.none)) == pytest.approx(1)


def test_a_wish_that_no_rule_knows_is_asked_for_and_where_one_is_certain_the_model_is_not_asked():
    found = explain("Eccomi, ci sono anch'io")
    assert found.understanding.leaning == "join"
    assert "eccomi" in {each.word for each in found.words}
    certain = explain("Iscrizione")
    assert (certain.likelihoods, certain.words) == (None, ())


# How well whole lists of writers are understood; decision 0024, and `make judge-words`.
LISTS = {
    # whose sentences: (the sentences, falsely gone at most, needless questions at most,
    #                   of the wishes to join and to leave, at least, at once, and at once or asked about)
    "those that it learnt from: what a changed rule breaks": (
        lambda: sentences.by_writers(sentences.TRAINING),
        4,
        0.01,
        {"join": (0.27, 0.95), "leave": (0.70, 0.94)},
    ),
    "of writers whom nothing was learnt from": (
        lambda: sentences.by_writers(sentences.HELD_OUT),
        14,
        0.039,
        {"join": (0.28, 0.95), "leave": (0.84, 0.98)},
    ),
    "unlike any that was learnt: everybody writes the words themselves": (
        sentences.unlike_any_learnt,
        14,
        0.039,
        {"join": (0.15, 0.94), "leave": (0.82, 0.98)},
    ),
}


@pytest.mark.parametrize(("said", "gone", "needless", "wishes"), LISTS.values(), ids=LISTS)
def test_nobody_joins_without_wishing_it_and_most_wishes_are_carried_out_or_asked_about(
    said, gone, needless, wishes
):
    tally = Tally.of(said())
    assert tally.false("join") == 0
    assert (tally.false("leave") <= gone, tally.counts["none", "leave"]) == (True, 0)
    assert tally.needless() <= needless
    for wish, (at_once, at_all) in wishes.items():
        assert tally.share(wish, wish) >= at_once, wish
        assert tally.asked_rightly(wish) >= at_all, wish
