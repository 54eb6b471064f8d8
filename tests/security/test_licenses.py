# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever takes the program over may: our licence stands in every file, and no library's forbids it."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests import licenses, sbom

BASE = Path(__file__).resolve().parents[2]
OURS = "AGPL-3.0-or-later"
PUBLIC = "cascina_whatsapp/static/public"
"""Where the font and the values of Designers Italia are: others made them."""
TAG = re.compile(rb"SPDX-License-Identifier" rb": ([\w.+-]+)")
"""In two pieces, or this line itself would be taken for one that names a licence."""
HEAD = 500
"""Bytes at the beginning of a file, where it says under which licence it is."""


def test_the_page_lists_every_library_with_its_licence():
    assert licenses.FILE.read_text(encoding="utf-8") == licenses.page()


def test_nothing_comes_under_a_licence_that_nobody_has_looked_at():
    told = {name: re.split(r" (?:AND|OR|or) ", licenses.licence_of(name)) for name in sbom.pinned()}
    assert {name: found for name, found in told.items() if not set(found) <= licenses.COMPATIBLE} == {}


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_every_file_that_says_its_licence_says_ours_and_its_text_is_there():
    """The rest, such as documents and images, is told by REUSE.toml. `make reuse` asks the linter of REUSE."""
    listed = subprocess.run(["git", "ls-files"], cwd=BASE, capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.splitlines() if (BASE / name).is_file()]
    told = {name: set(TAG.findall((BASE / name).read_bytes()[:HEAD])) for name in names}
    assert {name: found for name, found in told.items() if found - {OURS.encode()}} == {}
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
