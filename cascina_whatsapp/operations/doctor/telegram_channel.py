"""The Comune's channel on Telegram: whether the bot is known there, and may publish and correct. Changes nothing."""

from django.conf import settings

from broadcasts.outlets.telegram_api import TelegramApi, TelegramRefused
from cascina_whatsapp.presentation.checks import Finding, check, left_out, problem, well

from .installation import Installation

UNKNOWN = "Telegram non riconosce il bot."


def bot() -> str | None:
    """Say what is wrong with our bot at Telegram, "" where nothing is; None without a channel.

    Three short questions. Raises what `TelegramApi.call` raises.
    """
    if not (settings.TELEGRAM_BOT_TOKEN and settings.TELEGRAM_CHANNEL):
        return None
    api, channel = TelegramApi.from_settings(), {"chat_id": settings.TELEGRAM_CHANNEL}
    try:
        me = api.call("getMe", {})
    except TelegramRefused:
        return UNKNOWN
    try:
        api.call("getChat", channel)
        member = api.call("getChatMember", channel | {"user_id": str(me.get("id", ""))})
    except TelegramRefused:
        return "il bot non vede il canale."
    may = member.get("can_post_messages") is True and member.get("can_edit_messages") is True
    return "" if may or member.get("status") == "creator" else "il bot non può pubblicare."


@check(
    "Canale Telegram",
    "telegram",
    name="telegram",
    remedy="Controlla TELEGRAM_CHANNEL, e nomina il bot amministratore del canale: pubblica e modifica i messaggi.",
)
def judge(here: Installation, wrong: str | None) -> Finding:
    """Judge whether the bot publishes, and corrects what it published."""
    if wrong is None:
        return left_out("nessun canale Telegram: non è configurato.")
    if wrong:
        return problem(wrong, "Copia di nuovo TELEGRAM_BOT_TOKEN da @BotFather." if wrong == UNKNOWN else "")
    return well("il bot pubblica nel canale.")
