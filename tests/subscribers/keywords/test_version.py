"""The register keeps the version of the rules that read a message: other rules are another version."""

import ast
import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from subscribers import keywords
from subscribers.keywords import rules

FOLDER = Path(keywords.__file__).parent
DECIDES_NOTHING = {"redaction.py"}
"""It shortens what is kept."""
OWN = ("VERSION =", "DIGEST =")
WHAT_TO_DO = (
    "the rules or their words have changed: in subscribers/keywords/rules.py raise VERSION by one, write "
    'DIGEST = "{digest}", and run `make words`'
)


def digest_of(folder: Path) -> str:
    """SHA-256 of what decides, 16 digits, in whatever file it stands: without what is said of it and the version."""
    modules = [path for path in folder.rglob("*.py") if path.name not in DECIDES_NOTHING]
    decides = [
        *(statement for path in modules for statement in _statements(path.read_text(encoding="utf-8"))),
        *(row for path in folder.rglob("*.toml") for row in _rows(path.read_text(encoding="utf-8"))),
    ]
    return hashlib.sha256("\n".join(sorted(decides)).encode()).hexdigest()[:16]


def _rows(words: str) -> Iterator[str]:
    for name, row in tomllib.loads(words).items():
        yield f"{name} = {sorted(row.split()) if isinstance(row, str) else row}"


class WithoutModules(ast.NodeTransformer):
    """Leaves out imports and the modules before the names that they hold: `leaving.wants_out` is `wants_out`."""

    def __init__(self, tree: ast.Module) -> None:
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        self.imported = {name.asname or name.name for node in imports for name in node.names}

    def visit_Import(self, node: ast.Import) -> None:
        return None

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        return None

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        is_module = isinstance(node.value, ast.Name) and node.value.id in self.imported
        return ast.Name(node.attr) if is_module else self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)


def _statements(source: str) -> list[str]:
    tree = ast.parse(source)
    statements = map(ast.unparse, WithoutModules(tree).visit(tree).body)
    return [statement for statement in statements if not statement.startswith(OWN)]


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
        ("from . import old\nSTOP = old.STOP\n", "from . import new as n\nSTOP = n.STOP\n", False),
        ("from . import old\nSTOP = old.STOP\n", "from . import old\nSTOP = old.START\n", True),
    ],
)
def test_what_decides_makes_the_digest_and_what_is_said_of_it_does_not(tmp_path, before, after, differs):
    (tmp_path / "words.py").write_text(before)
    first = digest_of(tmp_path)
    (tmp_path / "words.py").write_text(after)
    assert (digest_of(tmp_path) != first) == differs


@pytest.mark.parametrize(
    ("after", "differs"),
    [
        ("STOP = 'basta fine alt'", True),
        ("STOP = 'fine'", True),
        ("ENOUGH = 'basta fine'", True),
        ("STOP.words = 'basta fine'\nSTOP.without = 'fine'", True),
        ('# Words.\nSTOP = """\nfine\nbasta\n"""', False),
    ],
)
def test_words_make_the_digest_and_how_they_are_written_does_not(tmp_path, after, differs):
    (tmp_path / "words.toml").write_text("STOP = 'basta fine'\n")
    first = digest_of(tmp_path)
    (tmp_path / "words.toml").write_text(after)
    assert (digest_of(tmp_path) != first) == differs


def test_in_which_module_it_stands_decides_nothing(tmp_path):
    (tmp_path / "words.py").write_text('STOP = {"basta"}\nSTART = {"iscrizione"}\n')
    first = digest_of(tmp_path)
    (tmp_path / "words.py").write_text('START = {"iscrizione"}\n')
    (tmp_path / "stopping.py").write_text('STOP = {"basta"}\n')
    assert digest_of(tmp_path) == first
