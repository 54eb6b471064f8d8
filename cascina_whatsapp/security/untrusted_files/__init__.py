"""Files that come from outside, each read in a child process without network, secrets or much time.

A file's bytes and the function that reads them come in; facts and bytes go out, or the reason why not. It touches
the operating system alone: what PDFs, images and lists are is known by those who ask.
"""

from .child import ASIDE, AT_ONCE, refuses_network, shuts_files
from .reading import Answer, Busy, Reader, TooComplex, read

__all__ = [
    "ASIDE",
    "AT_ONCE",
    "Answer",
    "Busy",
    "Reader",
    "TooComplex",
    "read",
    "refuses_network",
    "shuts_files",
]
