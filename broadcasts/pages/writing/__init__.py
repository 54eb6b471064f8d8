"""The pages to write a broadcast on: its beginning, autosave and preview, its file, ready texts.

They show and ask; `launching.drafts` saves.
"""

from . import ready_texts

__all__ = ["ready_texts"]
