"""The version of the program, and its commit: `manage.py --version`, and below every page of the staff.

Read once, when a process starts: while an upgrade is under way the folder holds the next version already.
"""

import subprocess
import tomllib
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
NAME = "Cascina WhatsApp"
ARCHIVED = "$Format:%h$"
"""The commit, where `git archive` packed these sources (.gitattributes); as it stands here, where it did not."""


def commit_of(folder: Path, archived: str = ARCHIVED) -> str:
    """The short name of the commit that is checked out in `folder`; "" where neither git nor an archive tells it."""
    if not archived.startswith("$"):
        return archived
    # Whoever runs the service need not own its folder: git would refuse to say anything then.
    command = ["git", "-c", f"safe.directory={folder}", "rev-parse", "--short", "HEAD"]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of anybody's is in it
            command, cwd=folder, capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def in_words(number: str, commit: str) -> str:
    """Such as "Cascina WhatsApp 0.2.0 (581d1af)"; without a commit the number alone."""
    return f"{NAME} {number} ({commit})" if commit else f"{NAME} {number}"


NUMBER: str = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
"""The number of the last release: commits after it bear it too, until the next."""
COMMIT = commit_of(BASE)
VERSION = in_words(NUMBER, COMMIT)
