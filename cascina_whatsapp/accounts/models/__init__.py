"""The rows of the staff's accounts, beside Django's own. A module for each noun, and one writer for each table.

Moments are in UTC; secrets that need not be read again are kept as digests.
"""

from .changes import AccountChange
from .factors import AuthenticatorApp, RecoveryCodes
from .invitations import Invitation
from .proposals import Proposal
from .sessions import StaffSession
from .sign_in import AttemptCount, SingleSignOn, UsedPassword

__all__ = [
    "AccountChange",
    "AttemptCount",
    "AuthenticatorApp",
    "Invitation",
    "Proposal",
    "RecoveryCodes",
    "SingleSignOn",
    "StaffSession",
    "UsedPassword",
]
