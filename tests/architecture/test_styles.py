"""The style sheets: in the newsroom one scale of type, one of space, and no rule for something that no page has."""

import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
STATIC = BASE / "cascina_whatsapp" / "static"
SHEETS = sorted((STATIC / "newsroom").glob("*.css"))
SIZES = {"var(--t-small)", "var(--t-body)", "var(--t-head)", "var(--t-title)", "inherit", "100%"}
SPACE = {"1px", "2px", "3px", "-8px", "4px"}
"""Beside the scale: what keeps a mark, a word or a picture off its edge."""
SIZE = re.compile(r"font-size: ([^;]+);")
GAP = re.compile(r"(?:^|[\s;{])(?:gap|padding[\w-]*|margin[\w-]*): ([^;]+);")
LENGTH = re.compile(r"(?<![\w.-])-?[\d.]+(?:px|r?em)")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
DJANGOS = {"errorlist", "this-page", "field-number", "field-recipient"}
"""Classes that Django writes by itself, in forms and lists."""
TONED = re.compile(r"(?:bubble|chart|word)-\w+")
"""Their second half is a value: see preview_bubbles.html, chart.html and approval_page.py."""


def rules(sheet: Path) -> str:
    """A style sheet as a screen reads it: without comments, and without what is for paper alone."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL).split("@media print")[
        0
    ]


def words_of_the_sources() -> set[str]:
    """Every word that a template, a script or Python code holds: a class that is used is among them."""
    found: set[str] = set()
    for root in ("templates", "cascina_whatsapp", "subscribers", "broadcasts"):
        for path in (BASE / root).rglob("*"):
            if path.suffix in {".html", ".js", ".py"} and "migrations" not in path.parts:
                found.update(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    return found


def test_there_is_one_room_of_styles_for_the_staff_and_one_for_citizens():
    assert {path.name for path in STATIC.iterdir()} == {"newsroom", "public"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_type_and_space_are_of_the_scale(sheet):
    assert set(SIZE.findall(rules(sheet))) <= SIZES
    lengths = {length for value in GAP.findall(rules(sheet)) for length in LENGTH.findall(value)}
    assert lengths <= SPACE


def test_no_rule_is_for_a_class_that_no_page_has():
    used = words_of_the_sources() | DJANGOS
    sheets = [*SHEETS, STATIC / "public" / "pubblico.css"]
    classes = {name for sheet in sheets for name in CLASS.findall(re.sub(r"\{[^{}]*\}", " ", rules(sheet)))}
    assert {name for name in classes - used if not TONED.fullmatch(name)} == set()
