"""The addresses that the service tells when a person is needed, and the mail server: a part of `settings.py`."""

from .configuration import addresses, values
from .installation import env

globals().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10  # seconds: a clerk's page and a worker wait for the mail server no longer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "whatsapp@localhost", rule=values.email)
ALERT_EMAILS = env.words("ALERT_EMAILS", rule=values.email)
"""Operators: a verification that finds something, a nightly job that fails."""
PRIVACY_EMAILS = env.words("PRIVACY_EMAILS", rule=values.email)
"""The addresses of whoever answers requests about data: new ones, and reminders."""
OVERSIGHT_EMAILS = env.words("OVERSIGHT_EMAILS", rule=values.email)
"""The addresses outside the RPD group that hear of numbers taken by its members; none: Revisore and operators."""
PROTOCOL_EMAILS = env.words("PROTOCOL_EMAILS", rule=values.email)
"""The Comune's register of documents: gets each day's seal."""
TRAIL_SYSLOG = env.text("TRAIL_SYSLOG", rule=addresses.syslog)
"""The address that trail records are sent on to: udp://host:514, tcp://host:601, unix:///dev/log; "": none."""
