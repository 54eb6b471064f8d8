"""The words that the office does not read, looked for in the sources: what a rare state says is on no page of a walk.

A refusal, a step, a name in a list of rights: each is a sentence in the code before it stands on a page.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.sources import tree_of

from .test_every_page import OFFICE_WORDS
from .test_rules import name
from .test_sizes import SOURCES

ELSEWHERE = {"migrations", "management", "doctor", "settings", "encryption"}
"""Rooms whose sentences nobody of the office reads: history, commands, the check before opening."""
IN_ITALIAN = {"modello, template": r"(?i:modell[oi]\b)", "held": r"$^"}
"""The patterns that would find English here, where names of files and of columns are strings, too."""
EXCUSED = {
    ("broadcasts/rules/attachments/acts.py", "modello, template"): "a file of three dimensions",
    ("cascina_whatsapp/whatsapp/webhook/models.py", "segno di vita"): "a table that no page shows",
    ("subscribers/exporting/manifest.py", "sigillo"): "a name in a file that other programs verify",
    ("broadcasts/slices/costs/models.py", "finestra"): "a column that no page names",
    ("subscribers/models/answers.py", "presa in carico"): "a column that no page names",
    ("cascina_whatsapp/web/api/writing.py", "presa in carico"): "an answer that programs rely on",
    ("cascina_whatsapp/web/sources/admin.py", "pausa"): "a source, for who administers",
    ("cascina_whatsapp/web/sources/models.py", "pausa"): "a source, for who administers",
}
"""File and word → what is meant there."""


def sentences(path: Path) -> Iterator[str]:
    """The strings of a module that are neither its docstrings nor words for the log."""
    tree, silent = tree_of(path), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            silent.add(id(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            silent |= {id(argument) for argument in node.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def test_no_sentence_of_the_code_has_a_word_that_has_a_plain_one():
    found = {
        (name(path), word): sentence
        for path in SOURCES
        if not ELSEWHERE & set(path.parts)
        for sentence in sentences(path)
        if " " in sentence.strip()
        for word, pattern in (OFFICE_WORDS | IN_ITALIAN).items()
        if re.search(pattern, sentence)
    }
    assert {where: said for where, said in found.items() if where not in EXCUSED} == {}
    assert set(EXCUSED) <= set(found)
