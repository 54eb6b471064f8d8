"""The Comune's channel on Telegram: whether the bot is known there, and may publish and correct. Changes nothing."""

from dataclasses import dataclass

from django.conf import settings

from broadcasts.outlets.telegram.api import TelegramApi, TelegramRefused

from .installation import Installation
from .results import Finding, check, left_out, problem, well


@dataclass(frozen=True)
class Bot:
    """The state of our bot at Telegram."""

    is_known: bool
    is_in_channel: bool
    may_publish: bool


def bot() -> Bot | None:
    """Ask Telegram three short questions; None without a channel. Raises what `TelegramApi.call` raises."""
    if not (settings.TELEGRAM_BOT_TOKEN and settings.TELEGRAM_CHANNEL):
        return None
    api, channel = TelegramApi.from_settings(), {"chat_id": settings.TELEGRAM_CHANNEL}
    try:
        me = api.call("getMe", {})
    except TelegramRefused:
        return Bot(is_known=False, is_in_channel=False, may_publish=False)
    try:
        api.call("getChat", channel)
        member = api.call("getChatMember", channel | {"user_id": str(me.get("id", ""))})
    except TelegramRefused:
        return Bot(is_known=True, is_in_channel=False, may_publish=False)
    may = member.get("can_post_messages") is True and member.get("can_edit_messages") is True
    return Bot(is_known=True, is_in_channel=True, may_publish=may or member.get("status") == "creator")


@check(
    "Canale Telegram",
    "telegram",
    name="telegram",
    remedy="Controlla TELEGRAM_CHANNEL, e nomina il bot amministratore del canale: pubblica e modifica i messaggi.",
)
def judge(here: Installation, found: Bot | None) -> Finding:
    """Judge whether the bot publishes, and corrects what it published."""
    if found is None:
        return left_out("nessun canale Telegram: non è configurato.")
    if not found.is_known:
        return problem("Telegram non riconosce il bot.", "Copia di nuovo TELEGRAM_BOT_TOKEN da @BotFather.")
    if not found.is_in_channel:
        return problem("il bot non vede il canale.")
    return well("il bot pubblica nel canale.") if found.may_publish else problem("il bot non può pubblicare.")
