"""The sources as Python reads them, once in a run: several rules are looked for in the same few hundred files."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """The module at `path`. It belongs to everybody: look, and change nothing."""
    return ast.parse(path.read_text(encoding="utf-8"))
