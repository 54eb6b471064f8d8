# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages to write a broadcast on: its beginning, autosave and preview, its file, the office's ready texts.

It shows and asks; `editing` saves.
"""

from . import ready_texts

__all__ = ["ready_texts"]
