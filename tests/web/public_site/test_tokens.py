"""The look is Designers Italia's: names and values of the style are those of its published file, which lies here."""

import re
from pathlib import Path

from django.conf import settings

STYLE = Path(settings.BASE_DIR, "cascina_whatsapp/static/public/pubblico.css").read_text(encoding="utf-8")
OFFICIAL = (Path(__file__).parent / "design-tokens-italia-1.3.3" / "variables.css").read_text(
    encoding="utf-8"
)
POSTER = Path(settings.BASE_DIR, "subscribers/rules/posters/poster.typ").read_text(encoding="utf-8")
DECLARED = re.compile(r"^\s*(--it-[\w-]+):\s*([^;]+);", re.MULTILINE)
ROOT_FONT = 16
"""Pixels of a rem, unless the reader wants more: sizes of type grow with it."""


def in_rem(name: str, value: str) -> str:
    """An official value as our style has it."""
    if not name.startswith("--it-font-size"):
        return value
    return f"{int(value.removesuffix('px')) / ROOT_FONT:g}rem"


def test_every_value_is_the_official_one():
    official = {name: in_rem(name, value) for name, value in DECLARED.findall(OFFICIAL)}
    ours = dict(DECLARED.findall(STYLE))
    assert ours
    assert {name: value for name, value in ours.items() if official.get(name) != value} == {}


def test_what_is_declared_is_used_and_the_reverse():
    assert set(re.findall(r"var\((--it-[\w-]+)\)", STYLE)) == set(dict(DECLARED.findall(STYLE)))


def test_by_day_colours_are_official_ones_alone():
    """By night ours, as the official set has none; so is the ring of what has the focus; paper is black and white."""
    by_day = re.sub(
        r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{.*?\}\s*\}",
        "",
        STYLE,
        flags=re.DOTALL,
    )
    others = set(re.findall(r"#[0-9a-f]{3,8}\b", DECLARED.sub("", by_day)))
    assert others <= {"#fff", "#000", "#ffb400"}


def test_a_poster_has_the_colours_of_the_pages():
    official = set(dict(DECLARED.findall(OFFICIAL)).values())
    assert set(re.findall(r'rgb\("(#[0-9a-f]{6})"\)', POSTER)) <= official
