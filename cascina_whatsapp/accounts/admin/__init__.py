"""The pages about accounts: who there is, what waits for a second person, where one is signed in oneself.

They show and ask; `people`, `invitations`, `changes` and `sessions` act, and check everything again.
"""

from . import changes, people

__all__ = ["changes", "people"]
