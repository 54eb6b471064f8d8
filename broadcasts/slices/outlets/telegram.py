"""The outlet: which method publishes or edits what, in which words, what Telegram's answers mean, and its check.

The text is HTML as Telegram takes it; its limits count what is read, not the marks.
"""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.html import escape, strip_tags

from broadcasts.content.message import filename
from broadcasts.models import Campaign
from broadcasts.rules.words.plain_text import end_of_words
from cascina_whatsapp.presentation.checks import Finding, Place, Source, check, left_out, problem, well
from cascina_whatsapp.presentation.whatsapp_markup import marked, without_marks
from cascina_whatsapp.whatsapp.cloud_api.limits import characters

from .models import Publication
from .outlet import NotYet, Outcome, Outlet, Post, Published, Refused, Unknown
from .telegram_api import Lost, NotReached, TelegramRefused, call

PHOTO_MOST, FILE_MOST = 10_000_000, 50_000_000
"""Bytes (Bot API, Sending files)."""
TEXT, CAPTION = "text", "caption"
"""The part of a message that an edit replaces: its text, or what stands under its picture or document."""
DOWN = "Telegram non risponde: si riprova da soli."
REFUSED = "Telegram non l'ha accettato: avvisa chi amministra il sistema."
LOOK = "Telegram non ha risposto in tempo: può essere uscito. Guarda il canale, e di' se c'è."
AGAIN = timedelta(minutes=10)
SHORTENED = (
    "Con l'allegato, in Telegram stanno 1.024 caratteri: esce l'inizio, con il collegamento alla pagina."
)
UNKNOWN_BOT = "Telegram non riconosce il bot."
TEXT_MOST, CAPTION_MOST = 4096, 1024
"""Characters, after the marks are taken away (Bot API, sendMessage and sendPhoto); counted as UTF-16 has them."""


class Telegram(Outlet):
    """One channel, in which the bot is an administrator."""

    key = "telegram"
    name = "Telegram"
    where = "nel canale Telegram"
    edits = True

    def is_configured(self) -> bool:
        return bool(settings.TELEGRAM_BOT_TOKEN and settings.TELEGRAM_CHANNEL)

    def notes(self, campaign: Campaign) -> list[str]:
        if campaign.kind == Campaign.Kind.TEXT:
            return []
        if _is_too_large(campaign):
            return ["L'allegato è troppo grande per Telegram: esce il testo, con il collegamento."]
        parts = (campaign.title, campaign.body, campaign.link, campaign.page_in_words)
        return [] if sum(map(characters, parts)) + 4 <= CAPTION_MOST else [SHORTENED]

    def publish(self, post: Post) -> Outcome:
        if not post.earlier:
            return _outcome(_send, post)
        found = _outcome(_edit, post)
        # Editing twice is as once: where nobody knows, it is simply edited again.
        return NotYet(DOWN) if isinstance(found, Unknown) else found

    def link(self, publication: Publication) -> str:
        """The address of the message in a public channel, which has a name; "" for any other channel."""
        channel, (number, _, _) = settings.TELEGRAM_CHANNEL, publication.reference.partition(":")
        return f"https://t.me/{channel[1:]}/{number}" if channel.startswith("@") and number else ""


def _send(post: Post) -> Published:
    """Send a post in one call, whatever it is made of: two could come out by half."""
    campaign = post.campaign
    if campaign.kind == Campaign.Kind.TEXT or _is_too_large(campaign):
        fields = {"text": wording(post, TEXT_MOST)} | _to_channel()
        return _published(call("sendMessage", fields), TEXT)
    is_picture = campaign.kind == Campaign.Kind.IMAGE
    fields = {"caption": wording(post, CAPTION_MOST)} | _to_channel()
    method, field = ("sendPhoto", "photo") if is_picture else ("sendDocument", "document")
    with campaign.attachment.open("rb") as opened:
        files = {field: (filename(campaign), opened.read())}
    return _published(call(method, fields, files), CAPTION)


def _edit(post: Post) -> Published:
    number, _, part = post.earlier.partition(":")
    most = CAPTION_MOST if part == CAPTION else TEXT_MOST
    method = "editMessageCaption" if part == CAPTION else "editMessageText"
    fields = {part: wording(post, most), "message_id": number} | _to_channel()
    try:
        call(method, fields)
    except TelegramRefused as refusal:
        if "message is not modified" not in refusal.description:
            raise
    return Published(post.earlier)


def _to_channel() -> dict[str, str]:
    return {"chat_id": settings.TELEGRAM_CHANNEL, "parse_mode": "HTML"}


def _published(result: dict[str, Any], part: str) -> Published:
    """Read the message's number in the channel. Raises Lost where the answer has none: it may be out."""
    number = result.get("message_id")
    if not isinstance(number, int):
        raise Lost
    return Published(f"{number}:{part}")


def _outcome(act: Callable[[Post], Published], post: Post) -> Outcome:
    """Turn an answer into an outcome. A file that can't be read, or a text that can't be written, was never sent."""
    try:
        return act(post)
    except NotReached:
        return NotYet(DOWN)
    except Lost:
        return Unknown(LOOK)
    except TelegramRefused as refusal:
        return _refused(refusal)
    except OSError:
        return Refused("L'allegato non si trova più: avvisa chi amministra il sistema.")


def _refused(refusal: TelegramRefused) -> Outcome:
    """Sort Telegram's refusals: what can be mended from outside is tried again, an unwelcome message is not."""
    description = refusal.description.lower()
    if refusal.code == 429:
        return NotYet(
            "Telegram chiede di aspettare un momento: si riprova da soli.",
            timedelta(seconds=max(1, refusal.retry_after)),
        )
    if refusal.code in (401, 404):
        return NotYet(
            "Telegram non riconosce il bot: avvisa chi amministra il sistema. Si riprova da soli.", AGAIN
        )
    if refusal.code == 403 or "chat not found" in description or "not enough rights" in description:
        return NotYet(
            "Il bot non può scrivere nel canale: chi lo gestisce lo nomini amministratore. Si riprova da soli.",
            AGAIN,
        )
    if "message to edit not found" in description or "can't be edited" in description:
        return Refused("Nel canale il messaggio non c'è più: non si può correggere lì.")
    return Refused(REFUSED)


def _is_too_large(campaign: Campaign) -> bool:
    most = PHOTO_MOST if campaign.kind == Campaign.Kind.IMAGE else FILE_MOST
    return bool(campaign.attachment_facts.get("bytes", 0) > most)


def wording(post: Post, most: int) -> str:
    """Write title, text and link; what does not fit is left out, with the page where it is.

    Corrected, it says so at its end; withdrawn, it says so instead of what it said.
    """
    if post.is_withdrawal:
        return f"<b>Ritirato.</b> {escape(post.reason)}\n\n<s>{escape(post.title)}</s>\n\n{escape(post.page)}"
    whole = _joined(post, str(marked(post.body)))
    return whole if length(whole) <= most else _shortened(post, most)


def length(html: str) -> int:
    """Count the characters that people read of a piece of HTML: its tags do not count."""
    return characters(unescape(strip_tags(html)))


def _joined(post: Post, body: str, *more: str) -> str:
    corrected = f"<i>Corretto: {escape(post.reason)}</i>" if post.revision and post.reason else ""
    addresses = (escape(post.campaign.link), escape(post.campaign.page_in_words))
    parts = (f"<b>{escape(post.title)}</b>", body, *more, *addresses, corrected)
    return "\n\n".join(filter(None, parts))


def _shortened(post: Post, most: int) -> str:
    """Write the message with as many whole words as fit, without their marks: a mark could be cut in half."""
    bare, goes_on = without_marks(post.body), f"Continua: {escape(post.page)}"
    room = most - length(_joined(post, "", goes_on)) - 4
    kept = bare[: end_of_words(bare, max(0, room))].rstrip()
    return _joined(post, f"{escape(kept)}…", goes_on)


def bot() -> str | None:
    """Say what is wrong with our bot at Telegram, "" where nothing is; None without a channel.

    Three short questions. Raises what `telegram_api.call` raises.
    """
    if not (settings.TELEGRAM_BOT_TOKEN and settings.TELEGRAM_CHANNEL):
        return None
    channel = {"chat_id": settings.TELEGRAM_CHANNEL}
    try:
        me = call("getMe", {})
    except TelegramRefused:
        return UNKNOWN_BOT
    try:
        call("getChat", channel)
        member = call("getChatMember", channel | {"user_id": str(me.get("id", ""))})
    except TelegramRefused:
        return "il bot non vede il canale."
    may = member.get("can_post_messages") is True and member.get("can_edit_messages") is True
    return "" if may or member.get("status") == "creator" else "il bot non può pubblicare."


@check(
    "Canale Telegram",
    "telegram",
    name="telegram",
    source=Source(bot, Place.OUTSIDE),
    remedy="Controlla TELEGRAM_CHANNEL, e nomina il bot amministratore del canale: pubblica e modifica i messaggi.",
)
def channel_check(here: object, wrong: str | None) -> Finding:
    """Judge whether the bot publishes, and corrects what it published."""
    if wrong is None:
        return left_out("nessun canale Telegram: non è configurato.")
    if wrong:
        return problem(
            wrong, "Copia di nuovo TELEGRAM_BOT_TOKEN da @BotFather." if wrong == UNKNOWN_BOT else ""
        )
    return well("il bot pubblica nel canale.")
