"""Webhook bodies as Meta writes them, about people and numbers that do not exist."""

from pathlib import Path

_FOLDER = Path(__file__).parent

NAMES = sorted(file.stem for file in _FOLDER.glob("*.json"))


def read(name: str) -> bytes:
    """The body in `name`.json, byte by byte."""
    return (_FOLDER / f"{name}.json").read_bytes()
