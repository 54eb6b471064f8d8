"""Git's commit-msg hook: the subject reads `area: what changes`, in the imperative, readable in a list."""

import re
import sys
from pathlib import Path

SUBJECT = re.compile(r"[a-z][a-z0-9_/., -]{1,30}: \S.{5,}")
LENGTH_AT_MOST = 72
"""Characters: what `git log --oneline` shows on a usual terminal."""
MADE_BY_GIT = ("Merge ", "Revert ", "fixup! ", "squash! ")


def problem(subject: str) -> str:
    """What is wrong with a commit's subject; "" where nothing is."""
    if subject.startswith(MADE_BY_GIT):
        return ""
    if not SUBJECT.fullmatch(subject):
        return "write the subject as `area: what changes`, e.g. `sending: hold a paused campaign's slots`"
    if len(subject) > LENGTH_AT_MOST:
        return f"the subject has {len(subject)} characters, {LENGTH_AT_MOST} at most: the body says why"
    return ""


def main(file: str) -> int:
    """0 where the subject of the message in `file` is fine; otherwise says what to mend."""
    found = problem(Path(file).read_text(encoding="utf-8").split("\n", 1)[0])
    if found:
        print(found, file=sys.stderr)  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
