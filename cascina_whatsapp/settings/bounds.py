"""The bounds that every installation has, a part of `settings.py`: a change is a change of the program."""

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
ALERT_TIME_TO_LIVE = 10_800
"""Seconds after which nobody gets an alert any more (Meta, time to live of a utility template: 30 s to 12 h).

Another number needs new templates of alerts, whose names tell it.
"""
