"""What is installed: every file's hash is written down and asked for, and every licence is one that we may use."""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest

from tests import licenses, sbom

BASE = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)((?:.*\\\n)*.*)$", re.MULTILINE)
WANTED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==(\S+)$", re.MULTILINE)
FILES = [
    ("requirements.in", "requirements.txt"),
    ("requirements-observability.in", "requirements-observability.txt"),
    ("requirements-dev.in", "requirements-dev.txt"),
    ("requirements-train.in", "requirements-train.txt"),
]


def read(name: str) -> str:
    return (BASE / name).read_text(encoding="utf-8")


def normal(name: str) -> str:
    """A package's name as PyPI compares it: PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    return {normal(package): version for package, version, _ in PIN.findall(read(name))}


def wanted(name: str) -> dict[str, str]:
    return {normal(package): version for package, version in WANTED.findall(read(name))}


def test_production_has_what_its_broker_needs():
    """Kombu names it as an extra: in the tests' environment other libraries bring it along, and nobody misses it."""
    extra = [line for line in requires("kombu") if line.endswith('extra == "redis"')]
    needed = {normal(re.match(r"[\w.-]+", line)[0]) for line in extra}
    assert needed > {"redis"}
    assert needed <= set(pins("requirements.txt"))


@pytest.mark.parametrize(("short", "compiled"), FILES)
def test_what_is_asked_for_is_what_is_pinned_with_the_hashes_of_its_files(short, compiled):
    """Somebody who changes a version in one of the two files has to run `make pins`."""
    lines = [line for line in read(short).splitlines() if line and not line.startswith(("#", "-r"))]
    assert [line for line in lines if not WANTED.fullmatch(line)] == []
    assert wanted(short)
    assert wanted(short).items() <= pins(compiled).items()
    found = PIN.findall(read(compiled))
    assert [package for package, _, rest in found if "--hash=sha256:" not in rest] == []


def test_tests_run_on_the_versions_that_the_service_runs_on():
    for short in ("requirements.txt", "requirements-observability.txt"):
        assert pins(short).items() <= pins("requirements-dev.txt").items()


def test_who_installs_asks_for_the_hashes():
    """Nothing is built while it is installed either: that would run code whose needs have no hash."""
    for document in ("Makefile", "deploy/install.sh"):
        commands = re.findall(r"^.*pip install.*$", read(document), re.MULTILINE)
        installing = [line for line in commands if "requirements" in line or "INSTALL" in line]
        assert installing, document
        assert all("--require-hashes --only-binary :all:" in line for line in installing), document


OURS = "AGPL-3.0-or-later"
PUBLIC = "cascina_whatsapp/static/public"
"""Where the font and the values of Designers Italia are: others made them."""


def test_the_page_lists_every_library_with_its_licence():
    assert licenses.FILE.read_text(encoding="utf-8") == licenses.page()


def test_nothing_comes_under_a_licence_that_nobody_has_looked_at():
    told = {name: re.split(r" (?:AND|OR|or) ", licenses.licence_of(name)) for name in sbom.pinned()}
    assert {name: found for name, found in told.items() if not set(found) <= licenses.COMPATIBLE} == {}


def test_every_file_has_its_licence_in_one_table_and_the_licences_text_is_there():
    """`make reuse` asks the linter of REUSE."""
    annotations = tomllib.loads((BASE / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    rest, *others = ((one["path"], one["SPDX-License-Identifier"]) for one in annotations)
    assert rest == ("**", OURS)
    assert others == [
        (f"{PUBLIC}/caratteri/**", "OFL-1.1"),
        ("cascina_whatsapp/static/newsroom/fonts/**", "OFL-1.1"),
        (f"{PUBLIC}/pubblico.css", "BSD-3-Clause"),
        ("tests/broadcasts/outlets/schemas/CAP-v1.2.xsd", "LicenseRef-OASIS"),
        ("tests/web/public_site/design-tokens-italia-1.3.3/**", "BSD-3-Clause"),
        ("subscribers/rules/posters/fonts/**", "OFL-1.1"),
    ]
    texts = {text.stem for text in (BASE / "LICENSES").iterdir()}
    assert texts == {OURS, *(licence for _, licence in others)}
    assert (BASE / "LICENSES" / f"{OURS}.txt").read_bytes() == (BASE / "LICENSE").read_bytes()
