"""The settings of what the public pages say of their owner, a part of `settings.py`."""

from .configuration import addresses, values
from .installation import DEBUG, env

OFFICE_NAME = "Ufficio relazioni con il pubblico"
"""The office in whose name a message is published, corrected and withdrawn."""
SOURCES_ON_THIS_MACHINE = env.flag("SOURCES_ON_THIS_MACHINE", default=False)
"""True where feeds may lie on this machine, and be read in clear there, each minute: for a trial."""
SOURCE_MINUTES = 1 if SOURCES_ON_THIS_MACHINE else 15
"""The minutes between two readings of the Comune's feeds and calendars (cascina_whatsapp/web/sources)."""
env.insist(
    DEBUG or not SOURCES_ON_THIS_MACHINE,
    "SOURCES_ON_THIS_MACHINE",
    "le fonti delle bozze porterebbero dentro questa macchina",
    "Serve solo a una prova: toglilo",
)
SOURCE_URL = env.text("SOURCE_URL", rule=addresses.page)
"""The address of the running version's source (AGPL-3.0, section 13). `{commit}` in it is put in its place."""
ACCESSIBILITY_CONTACT = env.text("ACCESSIBILITY_CONTACT", rule=values.email)
"""The address that people tell that a page can't be read (directive (EU) 2016/2102, article 7)."""
ACCESSIBILITY_STATE = env.choice("ACCESSIBILITY_STATE", ("partial", "full", "none"))
"""The state that the statement names: AGID's own three words."""
ACCESSIBILITY_REVIEWED = env.day("ACCESSIBILITY_REVIEWED")
"""The day of the last self-assessment. Without it the page says that there is no statement yet."""
ACCESSIBILITY_STATEMENT = env.text("ACCESSIBILITY_STATEMENT", rule=addresses.page)
"""The statement that counts, at form.agid.gov.it."""
