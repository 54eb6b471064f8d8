"""The bounds that every installation has, and how long data are kept, a part of `settings.py`.

A bound is changed with the program; the data-protection officer decides most terms (docs/privacy/retention.md).
"""

from .installation import env

LOOKUPS_PER_DAY = 60
"""The times that one person may look somebody up by number, pseudonym or message in a day."""
UNMASKINGS_PER_DAY = 10
"""The numbers of deliveries that one person may see in clear in a day."""
ROW_UNMASKINGS_PER_DAY = 20
"""The same of lists that wait to be confirmed."""
REMOVALS_PER_DAY = 10
"""The people whom one person may remove at the desk in a day."""
ERASURES_PER_DAY = 5
"""The people whose data one person may erase in a day."""
DOSSIERS_PER_DAY = 5
"""The people whose data one person may take in a file in a day."""
NUMBER_EXPORTS_PER_DAY = 2
"""The exports with numbers that one person may ask for in a day."""
REFUSED_ROWS_PER_DAY = 500
"""The rows of uploaded lists that may be refused in a day before one person's uploads are, until tomorrow."""
LOST_TELEPHONES_PER_DAY = 2
"""The accounts that one administrator may shut out in a day alone: closed, or entered by a lost telephone."""
PASSWORD_DAYS = 180
"""The days after which who keeps the accounts chooses another password (AgID, ABSC 5.7.3)."""
API_DRAFTS_PER_HOUR, API_DRAFTS_PER_DAY = 20, 60
"""The drafts that another program of the Comune may propose."""
SMALLEST_AUDIENCE = env.whole("SMALLEST_AUDIENCE", default=20, least=1, most=1000)
"""The people whom a message for some zones reaches at the least: nobody is to be singled out."""
ALERT_TIME_TO_LIVE = 10_800
"""Seconds after which nobody gets an alert any more (Meta, time to live of a utility template: 30 s to 12 h).

Another number needs new templates of alerts, whose names tell it.
"""


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
