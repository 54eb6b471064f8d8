"""The libraries of `requirements.txt` in a folder, for a machine without a network: fetched once."""

import os
import shutil
import subprocess
from pathlib import Path

from .programs import BASE

FOLDER = BASE / "build" / "wheels"
PYTHON = "/usr/bin/python3"
"""The one that a Debian machine has, whichever the tests run on."""


def fetched(folder: Path) -> Path:
    """Where they are. `folder` is for what is needed meanwhile."""
    wanted = (BASE / "requirements.txt").read_bytes() + os.path.realpath(PYTHON).encode()
    done = FOLDER / "fetched"
    if not done.exists() or done.read_bytes() != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        subprocess.run([PYTHON, "-m", "venv", str(folder)], check=True)
        fetching = ["download", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        source = ["--requirement", str(BASE / "requirements.txt"), "--dest", str(FOLDER)]
        subprocess.run([str(folder / "bin" / "pip"), *fetching, *source], check=True)
        done.write_bytes(wanted)
    return FOLDER
