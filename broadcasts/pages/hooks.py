"""What the pages ask the slices, and who answers, in order: with `broadcasts/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. An answer that raises takes its own panel
from the page and no more: the page says which could not be shown, and the log has a line.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.elections.pages import answers as elections
from broadcasts.models import Campaign

WHY_NOT_RESENT: tuple[Callable[[Campaign, User, datetime], str], ...] = (elections.why_not_resent,)
"""Why a message can't leave again for whom it missed, in Italian; "" where it can. On the page that follows it."""
