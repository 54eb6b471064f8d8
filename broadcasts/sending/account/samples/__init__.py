"""A real image and a real PDF, by the kind of broadcast that carries them.

Meta wants to see one with each template that it is to approve. They are read, and never changed.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
FILES = {
    "image": (FOLDER / "locandina.png", "image/png"),
    "document": (FOLDER / "avviso.pdf", "application/pdf"),
}


def sample(kind: str) -> tuple[bytes, str, str]:
    """Content, file name and MIME type of the sample for `kind`. Raises KeyError for a text."""
    path, mime_type = FILES[kind]
    return path.read_bytes(), path.name, mime_type
