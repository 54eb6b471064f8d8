# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register keeps the version of the rules that read a message: other rules are another version."""

import ast
import hashlib
from pathlib import Path

import pytest

from subscribers import keywords
from subscribers.keywords import rules

FOLDER = Path(keywords.__file__).parent
DECIDES_NOTHING = {"explaining.py", "redaction.py"}
"""They tell what the rules are, and shorten what is kept."""
OWN = ("VERSION =", "DIGEST =")
WHAT_TO_DO = (
    "the rules or their words have changed: in subscribers/keywords/rules.py raise VERSION by one, write "
    'DIGEST = "{digest}", and run `make words`'
)


def digest_of(folder: Path) -> str:
    """SHA-256 of what decides, 16 digits: without docstrings, comments, empty lines and the version itself."""
    paths = [path for path in sorted(folder.glob("*.py")) if path.name not in DECIDES_NOTHING]
    lines = [line for path in paths for line in [path.name, *_code_of(path.read_text(encoding="utf-8"))]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _code_of(source: str) -> list[str]:
    told = {
        number
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = (line.strip() for number, line in enumerate(source.splitlines(), start=1) if number not in told)
    return [line for line in lines if line and not line.startswith(("#", *OWN))]


def test_other_rules_are_another_version():
    digest = digest_of(FOLDER)
    assert digest == rules.DIGEST, WHAT_TO_DO.format(digest=digest)


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ('STOP = {"basta"}\n', 'STOP = {"basta", "alt"}\n', True),
        ("def leaves(message):\n    return True\n", "def leaves(message):\n    return False\n", True),
        ("def leaves(message):\n    return True\n", "def goes(message):\n    return True\n", True),
        ("LEAST = 2\n", 'LEAST = 2\n"""Words."""\n', False),
        ("LEAST = 2\n", "# Words.\n\nLEAST = 2\n", False),
        ('VERSION = "12"\n', 'VERSION = "13"\n', False),
    ],
)
def test_what_decides_makes_the_digest_and_what_is_said_of_it_does_not(tmp_path, before, after, differs):
    (tmp_path / "words.py").write_text(before)
    first = digest_of(tmp_path)
    (tmp_path / "words.py").write_text(after)
    assert (digest_of(tmp_path) != first) == differs
