"""The pages to write and to try a broadcast on: its beginning, autosave and preview, its file, ready texts, trials.

They show and ask; `editing` saves and proves numbers, `sending` sends. Nobody but its owner sees a number.
"""

from . import ready_texts, trial_numbers

__all__ = ["ready_texts", "trial_numbers"]
