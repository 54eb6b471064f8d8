"""Whoever takes the program over may: one table says the licence of every file, and no library's forbids it."""

import re
import tomllib
from pathlib import Path

from tests import licenses, sbom

BASE = Path(__file__).resolve().parents[2]
OURS = "AGPL-3.0-or-later"
PUBLIC = "cascina_whatsapp/static/public"
"""Where the font and the values of Designers Italia are: others made them."""


def test_the_page_lists_every_library_with_its_licence():
    assert licenses.FILE.read_text(encoding="utf-8") == licenses.page()


def test_nothing_comes_under_a_licence_that_nobody_has_looked_at():
    told = {name: re.split(r" (?:AND|OR|or) ", licenses.licence_of(name)) for name in sbom.pinned()}
    assert {name: found for name, found in told.items() if not set(found) <= licenses.COMPATIBLE} == {}


def test_every_file_has_its_licence_in_one_table_and_the_licences_text_is_there():
    """`make reuse` asks the linter of REUSE."""
    annotations = tomllib.loads((BASE / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    rest, *others = ((one["path"], one["SPDX-License-Identifier"]) for one in annotations)
    assert rest == ("**", OURS)
    assert others == [
        (f"{PUBLIC}/caratteri/**", "OFL-1.1"),
        ("cascina_whatsapp/static/newsroom/fonts/**", "OFL-1.1"),
        (f"{PUBLIC}/pubblico.css", "BSD-3-Clause"),
        ("tests/broadcasts/rules/schemas/CAP-v1.2.xsd", "LicenseRef-OASIS"),
        ("tests/web/public_site/design-tokens-italia-1.3.3/**", "BSD-3-Clause"),
        ("subscribers/rules/posters/fonts/**", "OFL-1.1"),
    ]
    texts = {text.stem for text in (BASE / "LICENSES").iterdir()}
    assert texts == {OURS, *(licence for _, licence in others)}
    assert (BASE / "LICENSES" / f"{OURS}.txt").read_bytes() == (BASE / "LICENSE").read_bytes()
