"""How much code each capability takes, in statements, functions and modules: `make weight` writes docs/weight.md.

A statement is what Python calls one, docstrings and imports aside: neither blank lines nor long ones change it.
Migrations are left out.
"""

import ast
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
FILE = BASE / "docs" / "weight.md"
PACKAGES = ("broadcasts", "cascina_whatsapp", "subscribers")
CAPABILITIES = {
    "Electoral periods": ("*elect*", "*declar*", "*case_file*", "*/periods/*", "*suspend*"),
    "Costs": ("*/costs/*", "*cost*", "*budget*", "*price*", "*spend*", "*categor*"),
    "Other outlets": ("*outlet*", "*publication*", "*press_address*", "*telegram*"),
    "Trials": ("*trial*",),
    "Bulletins": ("*bulletin*",),
    "Calendar and office hours": ("*calendar*", "*hours*", "*closure*"),
    "Templates and the number at Meta": (
        "broadcasts/sending/account/*",
        "*template.py",
        "*templates.py",
    ),
    "Public site": ("*/web/public_site/*", "*poster*"),
    "Interface for programs, sources of drafts": ("*/web/*",),
    "Understanding and languages": ("subscribers/keywords/*", "subscribers/rules/*"),
    "Conversation and texts": ("subscribers/conversation/*", "subscribers/texts/*", "*/routing/*"),
    "Consent, register, identity": (
        "subscribers/consent/*",
        "subscribers/register/*",
        "subscribers/identity/*",
    ),
    "Lists in and out": ("subscribers/importing/*", "subscribers/exporting/*"),
    "Pages on people and their consent": ("subscribers/*",),
    "Rights and retention": ("*/privacy/*",),
    "Sending": ("broadcasts/sending/*", "*_limit.py"),
    "Life of a message": ("broadcasts/launching/*",),
    "Following and counting": ("broadcasts/reporting/*", "broadcasts/pages/following/*", "*/deliveries/*"),
    "Writing and its pages": ("broadcasts/*",),
    "Accounts and signing in": ("*/accounts/*",),
    "Files, encryption, trail, requests": ("*/security/*",),
    "Connection to Meta": ("*/whatsapp/*",),
    "Watching and figures": ("*/operations/*", "*/celery/*"),
    "Frame, home, guide": ("*/presentation/*", "*/staff_site/*"),
    "Settings, commands, processes": ("*",),
}
"""Capability → patterns of its modules' paths. A module counts for the first that matches."""
HEAD = """# What the code weighs

Statements, functions and modules of the three packages by capability, without docstrings, imports and migrations.
`make weight` writes this page. The packages may not weigh more than it says: whoever makes them heavier says why in
the commit that writes it anew.

| Capability | Statements | Functions | Modules |
|---|--:|--:|--:|
"""


def weight_of(source: str) -> Counter[str]:
    """Count the statements and functions of one module."""
    nodes = list(ast.walk(ast.parse(source)))
    statements = sum(isinstance(node, ast.stmt) and not _is_imported_or_text(node) for node in nodes)
    functions = sum(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in nodes)
    return Counter(statements=statements, functions=functions, modules=1)


def _is_imported_or_text(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def by_capability() -> dict[str, Counter[str]]:
    """The weight of each capability, in the order of the table."""
    found: dict[str, Counter[str]] = {capability: Counter() for capability in CAPABILITIES}
    for package in PACKAGES:
        for path in (BASE / package).rglob("*.py"):
            if "migrations" not in path.parts:
                found[_capability_of(path)].update(weight_of(path.read_text(encoding="utf-8")))
    return found


def _capability_of(path: Path) -> str:
    name = path.relative_to(BASE).as_posix()
    return next(one for one, patterns in CAPABILITIES.items() if any(fnmatch(name, p) for p in patterns))


def page() -> str:
    """Write the whole page."""
    found = by_capability()
    rows = {**found, "**All**": sum(found.values(), Counter())}
    return HEAD + "".join(
        f"| {name} | {of['statements']:,} | {of['functions']:,} | {of['modules']:,} |\n"
        for name, of in rows.items()
    )


def allowed() -> int:
    """Read how many statements the page lets the packages have."""
    (last,) = (line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("| **All**"))
    return int(last.split("|")[2].replace(",", ""))


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
