"""The link that opens a chat with our number, on pages, on posters and for trials ("Click to chat")."""

from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

THIS_MACHINE = ("127.0.0.1", "localhost")
"""The hosts on which WhatsApp is simulated."""


def chat_link(number: str, words: str, *, phone: str = "") -> str:
    """Build the link that opens WhatsApp on our number, as people write it, with `words` written; "" without number.

    In a demo it opens the simulator's telephone of `phone` (E.164), whatever our number is.
    """
    if settings.DEBUG and urlsplit(settings.WHATSAPP_API_URL).hostname in THIS_MACHINE:
        asked = {"citizen": phone, "text": words} if phone else {"text": words}
        return f"{settings.WHATSAPP_API_URL}/?{urlencode(asked)}"
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"https://wa.me/{digits}?text={quote(words)}" if digits else ""
