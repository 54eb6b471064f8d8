"""The answers of elections to what the engine asks (`broadcasts.hooks`)."""

from .declaration_status import kept
from .desk import ALERTS, DECIDERS, authorisers_check, waiting
from .gate import forbids, guard, is_vouched, may_be_read
from .models import is_authorised, is_let_through
from .who_may import tell_of_suspensions, to_be_authorised

__all__ = [
    "ALERTS",
    "DECIDERS",
    "authorisers_check",
    "forbids",
    "guard",
    "is_authorised",
    "is_let_through",
    "is_vouched",
    "kept",
    "may_be_read",
    "tell_of_suspensions",
    "to_be_authorised",
    "waiting",
]
