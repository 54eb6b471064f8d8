"""Whoever begins with the word and doesn't wish to join: taken back, not yet, a joke, another person or matter."""

import csv
from pathlib import Path

import pytest

from subscribers.keywords import understand

with (Path(__file__).parent / "keywords-no-wish.csv").open(encoding="utf-8", newline="") as file:
    NO_WISHES = [(row["text"], row["why"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("why", sorted({why for _, why in NO_WISHES}))
def test_nobody_joins_who_only_begins_like_it(why):
    assert [text for text, reason in NO_WISHES if reason == why and understand(text).intent == "join"] == []


@pytest.mark.parametrize(
    "closing", ["Mario Rossi", "Cordiali saluti, Anna B.", "Geom. Lari di Zambra", "Grazie mille"]
)
def test_no_signature_turns_it_into_a_wish(closing):
    joined = [text for text, _ in NO_WISHES if understand(f"{text.rstrip('.')}. {closing}").intent == "join"]
    assert joined == []
