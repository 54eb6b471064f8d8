"""The durations between Meta and us, each written down once: the window, a call, a lost call, silence."""

from datetime import timedelta

SERVICE_WINDOW = timedelta(hours=24)
"""The time after a citizen's last message in which free-form messages may go to them (Meta, service window)."""

CONNECT_TIMEOUT = 5.0
"""Seconds to connect to Meta."""
READ_TIMEOUT = 30.0
"""Seconds to wait for Meta's response once the request has been sent."""
LONGEST_CALL = timedelta(seconds=CONNECT_TIMEOUT + READ_TIMEOUT)
"""The longest time that a call to Meta may take. Whatever waits for calls to be over waits for longer than this."""

LOST_AFTER = 4 * LONGEST_CALL
"""A message still "sending" for so long after its claim was in flight in a process that died.

Not just one call: a batch of replies is claimed together, and a thread may make four calls for it, one after another.
"""

SILENCE = timedelta(minutes=15)
"""The time that Meta may take to tell of a message that left: longer silence is evidence, if we listened."""
GIVE_UP = timedelta(hours=24)
"""A message that nothing was heard of for so long counts as failed, and is not sent again."""
