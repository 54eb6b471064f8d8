"""`make check` checks the types of everything: no room is left out, and each exception says which and why."""

import re
import tomllib
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
ROOTS = ("cascina_whatsapp", "subscribers", "broadcasts")
SETTINGS = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
RELAXED = {"disallow_any_generics", "disallow_untyped_calls"}
"""What some of our modules may do without, for the sake of libraries; never the types of their own functions."""
IGNORED = re.compile(r"#\s*type:\s*ignore.*")
WITH_CODE_AND_REASON = re.compile(r"# type: ignore\[[a-z,-]+\]  # \S.+")
SOURCES = [path for root in ROOTS for path in sorted((BASE / root).rglob("*.py"))]


def exceptions_in(text: str) -> list[str]:
    """The exceptions to the types in a module that lack a code or a reason."""
    return [found for found in IGNORED.findall(text) if not WITH_CODE_AND_REASON.fullmatch(found)]


def test_everything_is_checked_strictly():
    assert SETTINGS["strict"] is True
    assert sorted(SETTINGS["files"]) == sorted([*ROOTS, "tests/box/demo", "tests/box/simulator"])
    assert "exclude" not in SETTINGS


def test_no_room_of_ours_does_without_types():
    """Overrides may excuse what libraries lack, not what we write."""
    for override in SETTINGS["overrides"]:
        if any(module.startswith(ROOTS) for module in override["module"]):
            assert set(override) - {"module"} <= RELAXED, override["module"]


def test_make_check_runs_it():
    recipe = re.search(
        r"^check:.*\n((?:\t.*\n)+)", (BASE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert "$(BIN)/mypy\n" in recipe[1]


def test_each_exception_names_its_error_and_its_reason():
    found = {str(path.relative_to(BASE)): exceptions_in(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert not {path: lacking for path, lacking in found.items() if lacking}


def test_a_bare_exception_would_be_found():
    assert exceptions_in("x = y  # type: ignore") == ["# type: ignore"]
    assert exceptions_in("x = y  # type: ignore[misc]") == ["# type: ignore[misc]"]
    assert exceptions_in("x = y  # type: ignore[misc]  # its stubs lack it") == []
