"""Programs of the system that a test asks. Where one is missing, the test is left out."""

import shutil
import subprocess
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
DEPLOY = BASE / "deploy"
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def needed(name: str, package: str) -> str:
    """The path of a program; leaves the test out where it isn't, saying what Debian calls it."""
    if path := shutil.which(name, path=SYSTEM_PATH):
        return path
    pytest.skip(f"no {name} found (Debian: apt install {package})")


def said(*command: str, **options) -> tuple[int, str]:
    """How it ended, and all that it said."""
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    return done.returncode, done.stdout
