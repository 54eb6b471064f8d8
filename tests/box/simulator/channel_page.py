"""The page of Telegram's channel, as its readers see it, and what goes wrong there: HTML without a script of its own
but for the one that asks for it again."""

import time
from html import escape
from urllib.parse import parse_qs

from . import telegram
from .http_exchange import Request, Response
from .markup import as_html
from .pages import MISSING, SECURITY, STATIC
from .telegram import FAULTS, Channel, Message

HTML = b"text/html; charset=UTF-8"


async def respond(channel: Channel, request: Request) -> Response:
    """The page, a picture, the form of the faults, or what tests ask for."""
    match request.path.removeprefix("/telegram/").split("/"):
        case [""]:
            return Response(_page(channel).encode(), 200, HTML, SECURITY)
        case ["messages.json"]:
            return Response(telegram.as_json(channel), headers=SECURITY)
        case ["faults"] if request.method == "POST":
            wanted = parse_qs(request.body.decode(), keep_blank_values=True).get("fault", [""])[0]
            channel.fault = wanted if wanted in FAULTS else ""
            return Response(status=303, headers=(*SECURITY, (b"location", b"/telegram/")))
        case ["file", number]:
            return _file(channel, number)
    return MISSING


def _file(channel: Channel, number: str) -> Response:
    found = next((one for one in channel.messages if str(one.number) == number and one.content), None)
    if found is None:
        return MISSING
    picture = b"image/png" if found.content.startswith(b"\x89PNG") else b"image/jpeg"
    return Response(
        found.content, 200, picture if found.kind == "photo" else b"application/pdf", SECURITY[1:]
    )


def _page(channel: Channel) -> str:
    options = "".join(
        f'<option value="{key}"{" selected" if key == channel.fault else ""}>{escape(label)}</option>'
        for key, label in FAULTS.items()
    )
    messages = (
        "".join(map(_bubble, channel.messages)) or '<li class="empty">Nel canale non c\'è ancora nulla.</li>'
    )
    template = (STATIC / "channel.html").read_text(encoding="utf-8")
    return template.replace("{{ options }}", options).replace("{{ messages }}", messages)


def _bubble(message: Message) -> str:
    file = f"/telegram/file/{message.number}"
    above = {
        "photo": f'<img src="{file}" alt="Immagine del messaggio {message.number}">',
        "document": f'<p><a href="{file}">{escape(message.filename)}</a></p>',
    }.get(message.kind, "")
    edited = "modificato, " if message.edited_at else ""
    clock = time.strftime("%H:%M", time.localtime(message.at))
    return f'<li>{above}<p>{as_html(message.text)}</p><p class="foot">{edited}{clock}</p></li>'
