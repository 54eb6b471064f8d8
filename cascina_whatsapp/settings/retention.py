"""The settings of how long data are kept, a part of `settings.py`: the data-protection officer decides most.

What goes when: docs/privacy/retention.md.
"""

from .installation import env

PROOF_YEARS = env.whole("PROOF_YEARS", default=5, least=1, most=30)
"""The proof of a consent, counted from the day the person left (L. 689/1981, art. 28: fines lapse after five)."""
DELIVERIES_DAYS = env.whole("DELIVERIES_DAYS", default=90, least=30, most=730)
"""Single deliveries after the broadcast is over; then only totals."""
REPLIES_DAYS = 8
"""Traces of automatic answers that confirm nothing; at least as long as Meta redelivers webhooks (7 days)."""
REMINDER_MONTHS = env.whole("REMINDER_MONTHS", default=12, least=0, most=120)
"""The months after which a subscriber is reminded, by a person's hand (EDPB 05/2020, 110-111); 0: never."""
STAFF_LOG_MONTHS = env.whole("STAFF_LOG_MONTHS", default=24, least=6, most=120)
"""The months for which it is kept what staff did (Garante, 27 November 2008: six at the least)."""
STAFF_NOTICES_DAYS = 90
"""The days for which it is kept what colleagues were told, read or not."""
RIGHTS_YEARS = 5
"""Requests about data, counted from when they were closed."""
TRIAL_NUMBER_DAYS = 180
"""Staff's own numbers to try broadcasts on, counted from the last trial."""
EXPORT_FILE_DAYS = 7
"""Files of exports; the log of who exported what stays with the proof."""
IMPORT_WAIT_DAYS = 14
"""The days that an uploaded list of people waits to be confirmed."""
SET_ASIDE_DAYS = 7
"""The days for which a webhook event that could not be processed is kept for a person to look at."""
