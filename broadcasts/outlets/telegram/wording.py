"""The text for the channel, in HTML as Telegram takes it. Its limits count what is read, not the marks."""

from html import unescape

from django.utils.html import escape, strip_tags

from broadcasts.outlets.outlet import Post
from cascina_whatsapp.presentation.whatsapp_markup import MARKED, marked
from cascina_whatsapp.whatsapp.cloud_api.limits import characters

TEXT_MOST, CAPTION_MOST = 4096, 1024
"""Characters, after the marks are taken away (Bot API, sendMessage and sendPhoto); counted as UTF-16 has them."""


def wording(post: Post, most: int) -> str:
    """Write title, text and link; what does not fit is left out, with the page where it is.

    Corrected, it says so at its end; withdrawn, it says so instead of what it said.
    """
    if post.is_withdrawal:
        return f"<b>Ritirato.</b> {escape(post.reason)}\n\n<s>{escape(post.title)}</s>\n\n{escape(post.page)}"
    whole = _joined(post, str(marked(post.body)))
    return whole if length(whole) <= most else _shortened(post, most)


def fits(title: str, body: str, link: str, most: int) -> bool:
    """Tell whether a message with these words fits whole."""
    return characters(title) + characters(body) + characters(link) + 4 <= most


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
    bare, goes_on = _without_marks(post.body), f"Continua: {escape(post.page)}"
    room = most - length(_joined(post, "", goes_on)) - 4
    kept = bare.encode("utf-16-le", "surrogatepass")[: max(0, room) * 2].decode("utf-16-le", "ignore")
    end = max(kept.rfind(" "), kept.rfind("\n"))
    return _joined(post, f"{escape(kept[:end].rstrip() if end > 0 else kept)}…", goes_on)


def _without_marks(text: str) -> str:
    bare = MARKED.sub(r"\2", text)
    return _without_marks(bare) if bare != text else text
