"""The case file of an electoral period: a ZIP of acts, messages, declarations, and what became of them.

A period comes in, bytes go out, the same ones for the same state of things, and no citizen is in them. It reads
everything of broadcasts and periods, changes nothing, and takes manifest and verifier from the register's exports.
"""

from .archive import Written, write

__all__ = ["Written", "write"]
