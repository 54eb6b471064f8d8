"""`make release VERSION=0.3.0`: write a new version's number wherever it stands, and what is new under its name.

Nothing is committed or tagged: it says with which commands somebody does that, who has read what changed.
"""

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"\d+\.\d+\.\d+")
RELEASES = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", re.MULTILINE)
"""Headings of CHANGELOG.md, the newest first: number and day."""
UNRELEASED = "## Unreleased\n"
PLACES: dict[str, tuple[str, str]] = {
    "pyproject.toml": (r'(?<=^version = ")[^"]+', "{version}"),
    "publiccode.yml": (
        r'(?<=^softwareVersion: ")[^"]+(?:"\nreleaseDate: ")[^"]+',
        '{version}"\nreleaseDate: "{day}',
    ),
    "README.md": (r"(?<=^Versione )[\d.]+(?=, )", "{version}"),
    "CHANGELOG.md": (rf"^{UNRELEASED}", UNRELEASED + "\n## {version} ({day})\n"),
}
"""In which file what is replaced (a pattern that fits once), and by what."""
NEXT = """Read it with «git diff», then:
  git commit --all --message "project: release {version}"
  git tag --annotate v{version} --message "Cascina WhatsApp {version}"
  git push --follow-tags"""


class NotReleasable(Exception):
    """What has to be mended first."""


def release(folder: Path, version: str, day: date) -> None:
    """Write the number into every file of PLACES in `folder`. Raises NotReleasable before anything is written."""
    changelog = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = RELEASES.search(changelog)
    if not NUMBER.fullmatch(version):
        raise NotReleasable(f"VERSION has to be like 0.3.0, not {version!r}")
    if newest and ordered(version) <= ordered(newest[1]):
        raise NotReleasable(f"{version} does not come after {newest[1]}")
    if not news(changelog):
        raise NotReleasable("CHANGELOG.md has nothing under Unreleased")
    changed = {name: written(folder / name, *place, version, day) for name, place in PLACES.items()}
    for name, text in changed.items():
        (folder / name).write_text(text, encoding="utf-8")


def written(file: Path, pattern: str, replacement: str, version: str, day: date) -> str:
    """The file's text with the new version. Raises NotReleasable where the pattern doesn't fit exactly once."""
    by = replacement.format(version=version, day=day)
    text, times = re.subn(pattern, lambda _: by, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if times != 1:
        raise NotReleasable(f"{file.name} names the version {times} times, not once")
    return text


def news(changelog: str) -> str:
    """What stands under Unreleased; "" when there is nothing."""
    return changelog.partition(UNRELEASED)[2].partition("\n## ")[0].strip()


def ordered(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def main(arguments: list[str], say: Callable[[str], object] = print) -> int:
    """0 when every file was written."""
    version = arguments[0] if arguments else ""
    try:
        release(BASE, version, date.today())  # noqa: DTZ011 - the day of whoever releases
    except NotReleasable as problem:
        say(str(problem))
        return 1
    say(NEXT.format(version=version))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
