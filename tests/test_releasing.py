"""One version everywhere, and one command that raises it; a release without news, or backwards, is refused."""

import shutil
import tomllib
from datetime import date

import pytest
import yaml

from cascina_whatsapp.presentation.version import NUMBER
from tests.releasing import BASE, PLACES, RELEASES, NotReleasable, news, release

DAY = date(2027, 1, 31)


@pytest.fixture
def folder(tmp_path):
    """A copy of every file that names the version, with news in it."""
    for name in PLACES:
        shutil.copy(BASE / name, tmp_path)
    changelog = tmp_path / "CHANGELOG.md"
    head = "# Novità\n\n## Unreleased\n\n- **Una novità**\n\n## 0.2.0 (2026-11-26)\n\n- quella di prima\n"
    changelog.write_text(head, encoding="utf-8")
    return tmp_path


def read(file):
    return file.read_text(encoding="utf-8")


def test_changelog_card_readme_and_code_agree():
    number, day = RELEASES.findall(read(BASE / "CHANGELOG.md"))[0]
    card = yaml.safe_load(read(BASE / "publiccode.yml"))
    assert number == NUMBER == card["softwareVersion"]
    assert day == card["releaseDate"]
    assert f"\nVersione {number}, " in read(BASE / "README.md")


def test_a_release_changes_them_all(folder):
    release(folder, "0.10.0", DAY)
    assert RELEASES.findall(read(folder / "CHANGELOG.md")) == [
        ("0.10.0", "2027-01-31"),
        ("0.2.0", "2026-11-26"),
    ]
    assert news(read(folder / "CHANGELOG.md")) == ""
    assert tomllib.loads(read(folder / "pyproject.toml"))["project"]["version"] == "0.10.0"
    card = yaml.safe_load(read(folder / "publiccode.yml"))
    assert (card["softwareVersion"], card["releaseDate"]) == ("0.10.0", "2027-01-31")
    assert "\nVersione 0.10.0, beta" in read(folder / "README.md")
    with pytest.raises(NotReleasable, match="nothing under Unreleased"):
        release(folder, "0.11.0", DAY)


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("0.2.0", "does not come after"),
        ("0.1.9", "does not come after"),
        ("0.3", "like 0.3.0"),
        ("", "like 0.3.0"),
    ],
)
def test_what_is_no_next_version_is_refused_and_nothing_is_written(folder, version, why):
    before = {name: read(folder / name) for name in PLACES}
    with pytest.raises(NotReleasable, match=why):
        release(folder, version, DAY)
    assert {name: read(folder / name) for name in PLACES} == before


def test_a_file_that_no_longer_names_its_version_stops_it_before_anything_is_written(folder):
    (folder / "README.md").write_text("no version here", encoding="utf-8")
    before = read(folder / "pyproject.toml")
    with pytest.raises(NotReleasable, match=r"README\.md names the version 0 times"):
        release(folder, "0.3.0", DAY)
    assert read(folder / "pyproject.toml") == before
