"""The settings of the outlets beside WhatsApp, a part of `settings.py`: one that is not set here is not there."""

from .configuration import addresses, values
from .installation import env
from .whatsapp import WHATSAPP_API_URL

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
