"""`make licenses`: under which licence each library comes that the service runs on, as docs/licenses.md lists it.

Names are those of requirements.txt; the licence is what the installed package says of itself (tests/sbom.py).
"""

from pathlib import Path

from tests import sbom

FILE = Path(__file__).resolve().parents[1] / "docs" / "licenses.md"
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause or BSD-2-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""What packages call a licence in words of their own → its name in https://spdx.org/licenses/."""
ELSEWHERE = {"async-timeout": "Apache-2.0", "colorama": "BSD-3-Clause", "tzdata": "Apache-2.0"}
"""Packages that only another system or version of Python needs: they are not installed here, and can't be asked."""
COMPATIBLE = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Unlicense",
}
"""Licences whose libraries AGPL-3.0-or-later may use: https://www.gnu.org/licenses/license-list.html"""
HEAD = """# Licences of what the service runs on

Written by `make licenses`, from `requirements.txt` and what each package says of itself. A program under
AGPL-3.0-or-later may use them all; a test refuses a licence that nobody has looked at. What each library is for, and
what tests and checks need beside, is in [0002](decisions/0002-dependencies.md); versions and hashes are in
`requirements.txt` and in the bill of materials (`make sbom`).

| Library | Licence |
|---|---|
"""


def licence_of(name: str) -> str:
    """Of an installed package, or of one that only others need. Raises KeyError where nobody knows it."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    told = [one.get("expression") or one["license"]["name"] for one in sbom.licenses(name)]
    if not told:
        raise KeyError(name)
    return " or ".join(dict.fromkeys(SPDX.get(one, one) for one in told))


def page() -> str:
    """docs/licenses.md as it should be."""
    return HEAD + "".join(f"| {name} | {licence_of(name)} |\n" for name in sorted(sbom.pinned()))


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
