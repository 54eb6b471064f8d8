"""A package that was exchanged on its way here is not installed: every file's hash is written down, and asked for."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("compiled", [compiled for _, compiled in FILES])
def test_every_package_has_the_hashes_of_its_files(compiled):
    found = PIN.findall(read(compiled))
    assert found
    assert [package for package, _, rest in found if "--hash=sha256:" not in rest] == []


def test_production_has_what_its_broker_needs():
    """Kombu names it as an extra: in the tests' environment other libraries bring it along, and nobody misses it."""
    extra = [line for line in requires("kombu") if line.endswith('extra == "redis"')]
    needed = {normal(re.match(r"[\w.-]+", line)[0]) for line in extra}
    assert needed > {"redis"}
    assert needed <= set(pins("requirements.txt"))


@pytest.mark.parametrize(("short", "compiled"), FILES)
def test_what_is_asked_for_is_what_is_pinned(short, compiled):
    """Somebody who changes a version in one of the two files has to run `make pins`."""
    assert wanted(short)
    assert wanted(short).items() <= pins(compiled).items()


@pytest.mark.parametrize("short", [short for short, _ in FILES])
def test_each_line_of_a_short_file_is_one_version(short):
    lines = [line for line in read(short).splitlines() if line and not line.startswith(("#", "-r"))]
    assert [line for line in lines if not WANTED.fullmatch(line)] == []


def test_tests_run_on_the_versions_that_the_service_runs_on():
    for short in ("requirements.txt", "requirements-observability.txt"):
        assert pins(short).items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("document", ["Makefile", "deploy/install.sh"])
def test_who_installs_asks_for_the_hashes(document):
    """Nothing is built while it is installed either: that would run code whose needs have no hash."""
    commands = re.findall(r"^.*pip install.*$", read(document), re.MULTILINE)
    installing = [line for line in commands if "requirements" in line or "INSTALL" in line]
    assert installing
    for line in installing:
        assert "--require-hashes --only-binary :all:" in line
