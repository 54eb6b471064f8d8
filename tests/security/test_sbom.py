"""The bill of materials names everything that the service runs on, so that a hole in any of it can be looked up."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests import patience

BASE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bill(tmp_path_factory) -> dict:
    """As `make sbom` writes it."""
    file = tmp_path_factory.mktemp("sbom") / "sub" / "bill.json"
    patience.run([sys.executable, "-m", "tests.sbom", str(file)], cwd=BASE, check=True)
    return json.loads(file.read_text(encoding="utf-8"))


def test_it_names_every_package_that_the_service_runs_on_its_licence_and_where_it_is_looked_up(bill):
    """A package URL is what the lists of known holes (OSV, GitHub, NVD) go by."""
    pinned = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (BASE / "requirements.txt").read_text(), re.MULTILINE)
    named = {component["name"]: component["version"] for component in bill["components"]}
    assert named == dict(pinned)
    for component in bill["components"]:
        assert component["purl"] == f"pkg:pypi/{component['name']}@{component['version']}"
        (files,) = component["externalReferences"]
        assert files["hashes"]
        assert all(re.fullmatch(r"[0-9a-f]{64}", found["content"]) for found in files["hashes"])
    without = {component["name"] for component in bill["components"] if not component["licenses"]}
    assert without <= {"async-timeout", "colorama", "tzdata"}  # for other systems and versions of Python
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = bill["metadata"]["component"]
    assert (itself["name"], itself["version"]) == (project["name"], project["version"])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")


def test_it_says_who_needs_whom(bill):
    needed = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    references = {component["bom-ref"] for component in bill["components"]}
    itself = bill["metadata"]["component"]["bom-ref"]
    assert needed.keys() == references | {itself}
    assert all(set(names) <= references for names in needed.values())
    kombu = next(ref for ref in references if ref.startswith("pkg:pypi/kombu@"))
    assert any(ref.startswith("pkg:pypi/celery@") and kombu in names for ref, names in needed.items())


def test_the_same_packages_give_the_same_file(bill, tmp_path):
    again = tmp_path / "bill.json"
    patience.run([sys.executable, "-m", "tests.sbom", str(again)], cwd=BASE, check=True)
    assert json.loads(again.read_text(encoding="utf-8")) == bill
