"""The settings of what others read, a part of `settings.py`: the public pages, and the outlets beside WhatsApp."""

from .configuration import addresses, values
from .installation import DEBUG, env
from .whatsapp import WHATSAPP_API_URL

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
BULLETINS_URL = env.text(
    "BULLETINS_URL",
    "https://api.github.com/repos/pcm-dpc/DPC-Bollettini-Criticita-Idrogeologica-Idraulica/git/trees/"
    "master:files/topojson",
    rule=addresses.page,
)
"""The list of the civil protection's bulletins, as GitHub gives a folder (broadcasts/slices/bulletins)."""
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


_is_trial = addresses.host_of(WHATSAPP_API_URL) in addresses.HERE
TELEGRAM_API_URL = f"{WHATSAPP_API_URL}/telegram" if _is_trial else "https://api.telegram.org"
"""The Bot API, or the simulator's that stands in for Meta on this machine."""
TELEGRAM_BOT_TOKEN = env.secret("TELEGRAM_BOT_TOKEN", rule=values.telegram_token)
"""The token as @BotFather gives it: the bot's number, a colon, 35 characters. Empty: no Telegram."""
TELEGRAM_CHANNEL = env.text("TELEGRAM_CHANNEL", rule=values.telegram_channel)
"""@name of the public channel, or its number, which begins with -100."""
WHATSAPP_CHANNEL_URL = env.text("WHATSAPP_CHANNEL_URL", rule=addresses.page)
"""The Comune's WhatsApp Channel, which a person publishes to. Empty: there is none."""
PRESS_REPLY_TO = env.text("PRESS_REPLY_TO", rule=values.email)
"""The address that the press answers, and asks to be taken off its list. Empty: no e-mails to the press."""
env.insist(
    bool(TELEGRAM_BOT_TOKEN) == bool(TELEGRAM_CHANNEL),
    "TELEGRAM_CHANNEL",
    "il bot e il canale di Telegram si scrivono insieme",
    "Scrivi TELEGRAM_BOT_TOKEN e TELEGRAM_CHANNEL, oppure nessuno dei due",
)
