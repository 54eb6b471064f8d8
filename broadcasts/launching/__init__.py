"""The life of a broadcast from draft to end: decisions of people, start, finish, and the system's own steps.

Calls come from the admin, the clock and the sender. It alone changes the state of a broadcast; it may read content,
costs and reports, and calls Meta only to upload an attachment.
"""

from broadcasts.steps.pausing import (
    explain,
    pause,
    pause_and_alert,
    pause_late,
    stop_withdrawn,
    why_not_explained,
)
from broadcasts.steps.transitions import CannotLaunch, WrongState, hold, record_event

from .decisions import (
    ask_review,
    cancel,
    change_note,
    columns,
    launch,
    resume,
    send_back,
    why_not_noted,
    withdraw_request,
)
from .finishing import finish, put_back, reopen, skip_cancelled
from .leaving import may_leave, why_not_resumed
from .rescheduling import move_to
from .starting import ensure_attachment, ensure_sendable, start, upload_if_needed
from .undo_window import take_back

__all__ = [
    "CannotLaunch",
    "WrongState",
    "ask_review",
    "cancel",
    "change_note",
    "columns",
    "ensure_attachment",
    "ensure_sendable",
    "explain",
    "finish",
    "hold",
    "launch",
    "may_leave",
    "move_to",
    "pause",
    "pause_and_alert",
    "pause_late",
    "put_back",
    "record_event",
    "reopen",
    "resume",
    "send_back",
    "skip_cancelled",
    "start",
    "stop_withdrawn",
    "take_back",
    "upload_if_needed",
    "why_not_explained",
    "why_not_noted",
    "why_not_resumed",
    "withdraw_request",
]
