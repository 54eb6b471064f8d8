"""The settings of how long data are kept, a part of `settings.py`: the data-protection officer signs these.

What goes when: docs/privacy/retention.md.
"""

from .installation import env

PROOF_YEARS = env.whole("PROOF_YEARS", default=5, least=1, most=30)
"""The proof of a consent, counted from the day the person left (L. 689/1981, art. 28: fines lapse after five)."""
DELIVERIES_DAYS = env.whole("DELIVERIES_DAYS", default=90, least=30, most=730)
"""Single deliveries after the broadcast is over; then only totals."""
REPLIES_DAYS = env.whole("REPLIES_DAYS", default=8, least=8, most=365)
"""Traces of automatic answers that confirm nothing; at least as long as Meta redelivers webhooks (7 days)."""
REMINDER_MONTHS = env.whole("REMINDER_MONTHS", default=12, least=0, most=120)
"""The months after which a subscriber is reminded, by a person's hand (EDPB 05/2020, 110-111); 0: never."""
STAFF_LOG_MONTHS = env.whole("STAFF_LOG_MONTHS", default=24, least=6, most=120)
"""The months for which it is kept what staff did (Garante, 27 November 2008: six at the least)."""
STAFF_NOTICES_DAYS = env.whole("STAFF_NOTICES_DAYS", default=90, least=7, most=730)
"""The days for which it is kept what colleagues were told, read or not."""
RIGHTS_YEARS = env.whole("RIGHTS_YEARS", default=5, least=1, most=30)
"""Requests about data, counted from when they were closed."""
TRIAL_NUMBER_DAYS = env.whole("TRIAL_NUMBER_DAYS", default=180, least=1, most=730)
"""Staff's own numbers to try broadcasts on, counted from the last trial."""
EXPORT_FILE_DAYS = env.whole("EXPORT_FILE_DAYS", default=7, least=1, most=90)
"""Files of exports; the log of who exported what stays with the proof."""
LOOKUPS_PER_DAY = env.whole("LOOKUPS_PER_DAY", default=60, least=1, most=1000)
"""The times that one person may look somebody up by number, pseudonym or message in a day."""
UNMASKINGS_PER_DAY = env.whole("UNMASKINGS_PER_DAY", default=10, least=1, most=200)
"""The numbers of deliveries that one person may see in clear in a day."""
ROW_UNMASKINGS_PER_DAY = env.whole("ROW_UNMASKINGS_PER_DAY", default=20, least=1, most=500)
"""The same of lists that wait to be confirmed."""
REMOVALS_PER_DAY = env.whole("REMOVALS_PER_DAY", default=10, least=1, most=200)
"""The people whom one person may remove at the desk in a day."""
ERASURES_PER_DAY = env.whole("ERASURES_PER_DAY", default=5, least=1, most=100)
"""The people whose data one person may erase in a day."""
DOSSIERS_PER_DAY = env.whole("DOSSIERS_PER_DAY", default=5, least=1, most=100)
"""The people whose data one person may take in a file in a day."""
NUMBER_EXPORTS_PER_DAY = env.whole("NUMBER_EXPORTS_PER_DAY", default=2, least=1, most=50)
"""The exports with numbers that one person may ask for in a day."""
REFUSED_ROWS_PER_DAY = env.whole("REFUSED_ROWS_PER_DAY", default=500, least=1, most=100_000)
"""The rows of uploaded lists that may be refused in a day before one person's uploads are, until tomorrow."""
IMPORT_WAIT_DAYS = env.whole("IMPORT_WAIT_DAYS", default=14, least=1, most=90)
"""The days that an uploaded list of people waits to be confirmed."""
