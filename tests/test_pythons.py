"""What the README promises is what installs, and what is tested."""

import re
import sys

from tests.pythons import BASE, find, promised


def test_the_readme_promises_what_may_be_installed():
    sentence = re.search(r"Python ([\d., o]+\d) ", (BASE / "README.md").read_text(encoding="utf-8"))[1]
    told = re.findall(r"3\.\d+", sentence)
    assert (told[0], told[-1]) == promised()
    assert told == [f"3.{minor}" for minor in range(int(told[0][2:]), int(told[-1][2:]) + 1)]


def test_an_interpreter_that_is_only_a_name_is_passed_over(tmp_path):
    """Such as the shim of a version that was never installed."""
    broken, works = tmp_path / "broken", tmp_path / "works"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for folder, script in ((broken, "exit 127"), (works, f'exec "{sys.executable}" "$@"')):
        folder.mkdir()
        shim = folder / f"python{version}"
        shim.write_text(f"#!/bin/sh\n{script}\n")
        shim.chmod(0o755)
    full = ".".join(map(str, sys.version_info[:3]))
    assert find(version, [str(broken), str(works)]) == (str(works / f"python{version}"), full)
    assert find(version, [str(broken)]) is None
