"""What is read of the files: names in any spelling, the last words of each level, and nothing that they are not."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.slices.bulletins import reading
from broadcasts.slices.bulletins.newest import MOST_BYTES
from broadcasts.slices.bulletins.reading import BULLETINS, LEVELS, ZONES, asked, folded, levels, published
from cascina_whatsapp.security import untrusted_files
from tests.broadcasts.bulletins.office import GREEN, ORANGE, RED, YELLOW, file, zone

RONCA = "Roncà"
SPOILT = {
    "as it is": RONCA,
    "in capitals": "RONCÀ",
    "in two pieces": unicodedata.normalize("NFD", RONCA),
    "with an apostrophe": "Ronca'",
    "with another one": "Ronca’",
    "read as Latin-1": "RoncÃ\xa0",
    "read as Mac Roman": "Ronc√†",
    "with the wrong accent": "Roncè",
    "without the letter": "Ronc?",
    "replaced": "Ronc\ufffd",
}


@pytest.mark.parametrize("written", SPOILT.values(), ids=SPOILT)
def test_a_name_is_known_however_its_accent_was_spoilt(written):
    assert folded(written) == folded(RONCA)


@pytest.mark.parametrize("other", ["Cascina Alta", "Cascia", "Cascine", "San Cascina", ""])
def test_another_name_is_another_comune(other):
    assert folded(other) != folded("Cascina")


@given(st.text())
def test_any_name_is_folded_to_plain_letters_that_stay_as_they_are(name):
    once = folded(name)
    assert once == folded(once) == once.lower()
    assert once.isascii()


@given(st.text("abcdeilorstuàèéìòù "))
def test_what_an_encoding_does_to_a_name_is_undone(name):
    """Written as UTF-8, read as one byte a letter: every letter beyond ASCII becomes two that are none."""
    assert folded(name.encode().decode("latin-1")) == folded(name)


WORDS = {
    GREEN: LEVELS[0],
    YELLOW: LEVELS[1],
    ORANGE: LEVELS[2],
    RED: LEVELS[3],
    "ORDINARIA CRITICITA' PER RISCHIO TEMPORALI / ALLERTA  GIALLA ": LEVELS[1],
    "Ordinaria criticitÃ\xa0 / Allerta Gialla": LEVELS[1],
    "ALLERTA ROSSA": LEVELS[3],
}


@pytest.mark.parametrize(("said", "level"), WORDS.items())
def test_a_level_is_the_last_words(said, level):
    assert reading.level(said) == level


@pytest.mark.parametrize(
    "said", ["", "Molto elevata / ALLERTA VIOLA", "ALLERTA GIALLA / ", "gialla", "x" * 500]
)
def test_other_words_are_no_level(said):
    assert reading.level(said) not in LEVELS


def zones(content: bytes, name: str = "Cascina") -> list[dict[str, str]]:
    return levels(asked(name, content))[0][ZONES]


def test_of_a_file_our_zones_are_kept_and_of_them_three_levels():
    content = file(
        zone("Cascina", "Pisa", "Cascina", idraulico=ORANGE), zone("Lucca", idraulico=RED), zone("CASCINA")
    )
    assert zones(content) == [
        {"hydraulic": LEVELS[2], "hydrogeological": LEVELS[0], "thunderstorms": LEVELS[0]},
        dict.fromkeys(reading.RISKS, LEVELS[0]),
    ]
    assert zones(content, "Livorno") == []


def test_a_file_in_another_encoding_is_read_for_the_letters_that_it_has():
    content = file(zone("Roncà", "Cascina", temporali=YELLOW)).decode().encode("latin-1")
    assert zones(content, "Roncà")[0]["thunderstorms"] == LEVELS[1]


def tree(*names: str, **more: object) -> bytes:
    return json.dumps({"tree": [{"path": one, "url": f"https://x/{one}"} for one in names]} | more).encode()


def test_of_the_list_whole_bulletins_are_kept_the_last_ones():
    days = [f"2026{month:02}{day:02}_1512" for month in (9, 10) for day in range(1, 31)]
    pairs = [f"{one}_{part}.json" for one in reversed(days) for part in ("tomorrow", "today")]
    found = published(tree("README.md", *pairs, "20261231_1512_today.json", "20261231_1512_all.zip"))[0]
    assert list(found[BULLETINS]) == days[-reading.LATEST :]
    assert found[BULLETINS][days[-1]]["today"] == f"https://x/{days[-1]}_today.json"


def test_a_list_that_is_cut_is_none():
    with pytest.raises(ValueError, match="cut"):
        published(tree("20261110_1512_today.json", truncated=True))


BROKEN = {
    "nothing": b"",
    "cut": file(zone("Cascina"))[:-40],
    "no JSON": b"<html>Not found</html>",
    "a list": b"[]",
    "without zones": b'{"objects": 1}',
    "names that are none": b'{"objects": {"x": {"geometries": [{"properties": {"Comuni": [[1]]}}]}}}',
    "deep": b"[" * 100_000,
    "huge": b'{"objects": {}, "arcs": [' + b"[1,1]," * (MOST_BYTES // 6) + b"1]}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_stops_the_child_alone(name):
    """A file as large as may be is read to its end: it has no zone of ours."""
    try:
        facts, _ = untrusted_files.read(levels, asked("Cascina", BROKEN[name]))
    except untrusted_files.TooComplex:
        assert name != "huge"
    else:
        assert (name, facts) == ("huge", {ZONES: []})
