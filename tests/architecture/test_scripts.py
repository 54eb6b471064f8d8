"""The scripts of the pages are modules: what one needs of another it imports, and nothing is shared otherwise."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests import patience

BASE = Path(__file__).resolve().parents[2]
STATIC = BASE / "cascina_whatsapp" / "static"
SCRIPTS = {
    path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(STATIC.rglob("*.js"))
}
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))

COMMENT_OR_WORDS = re.compile(r"""//[^\n]*|/\*.*?\*/|"[^"\n]*"|'[^'\n]*'""", re.DOTALL)
SHARED = re.compile(r"\b(?:window|globalThis|self)\b")
IMPORT = re.compile(r'^import \{ (?P<names>[\w, ]+) \} from "\./(?P<file>[\w.]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:const|let|function) (\w+)", re.MULTILINE)
DECLARED = re.compile(r"\b(?:const|let|var|function|class) (\w+)")
TAG = re.compile(r"<script\b[^>]*\{% static '(?P<name>[\w/]+\.js)' %\}[^>]*>")


def code(name: str) -> str:
    """A script without its comments and its quoted words."""
    return COMMENT_OR_WORDS.sub('""', SCRIPTS[name])


def imports(text: str) -> dict[str, set[str]]:
    """From which files a script imports which names."""
    return {found["file"]: set(found["names"].split(", ")) for found in IMPORT.finditer(text)}


def beside(name: str, file: str) -> str:
    """The name of a script's neighbour."""
    return f"{name.rpartition('/')[0]}/{file}"


def unexplained(name: str) -> set[str]:
    """What other scripts export and this one uses, though it neither imports nor declares it."""
    exported = {word for other in SCRIPTS if other != name for word in EXPORT.findall(SCRIPTS[other])}
    known = set(DECLARED.findall(code(name))).union(*imports(SCRIPTS[name]).values())
    used = set(re.findall(r"(?<![\w.-])(\w+)\b(?!\s*:)", code(name)))
    return used & exported - known


def test_every_page_loads_its_scripts_as_modules():
    tags = [match for path in TEMPLATES for match in TAG.finditer(path.read_text(encoding="utf-8"))]
    assert [tag.group() for tag in tags if not tag.group().startswith('<script type="module" src=')] == []
    loaded = {tag["name"] for tag in tags}
    imported = {beside(name, file) for name, text in SCRIPTS.items() for file in imports(text)}
    assert loaded | imported == set(SCRIPTS), "a script without a page, or a page without its script"


def test_a_script_shares_nothing_through_the_window():
    assert {name: found for name in SCRIPTS if (found := SHARED.findall(code(name)))} == {}


def test_a_script_imports_only_what_another_exports():
    for name, text in SCRIPTS.items():
        assert len(imports(text)) == code(name).count("import "), f"{name}: an import written otherwise"
        for file, names in imports(text).items():
            assert names <= set(EXPORT.findall(SCRIPTS.get(beside(name, file), ""))), f"{name}: {file}"


def test_a_script_uses_nothing_of_another_that_it_does_not_import():
    assert {name: words for name in SCRIPTS if (words := unexplained(name))} == {}


@pytest.fixture
def collected(tmp_path) -> Path:
    """The static files as an installation has them: by the settings of production, not by those of the tests."""
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "EMBEDDED_MODE": "true",  # else no folder that is lost at a restart
        "DJANGO_SECRET_KEY": "for this alone",
    }
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    patience.run(command, env=environment, cwd=BASE, check=True)
    return tmp_path / "static"


def test_in_production_a_script_imports_the_file_that_a_page_loads(collected):
    hashed = json.loads((collected / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    for name, text in SCRIPTS.items():
        served = (collected / hashed[name]).read_text(encoding="utf-8")
        expected = {
            hashed[beside(name, file)].rpartition("/")[2]: names for file, names in imports(text).items()
        }
        assert imports(served) == expected, name
