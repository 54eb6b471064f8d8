"""The page of Telegram's channel, as its readers see it, and what goes wrong there: HTML without a script of its own
but for the one that asks for it again."""

import time
from html import escape

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import telegram
from .http_exchange import HTML, JSON
from .markup import as_html
from .pages import SECURITY, STATIC, file, missing
from .telegram import FAULTS, Channel, Message


async def respond(channel: Channel, request: ASGIRequest) -> HttpResponse:
    """The page, a picture, the form of the faults, or what tests ask for."""
    match request.path.removeprefix("/telegram/").split("/"):
        case [""]:
            return HttpResponse(_page(channel), HTML, headers=SECURITY)
        case ["messages.json"]:
            return HttpResponse(telegram.as_json(channel), JSON, headers=SECURITY)
        case ["faults"] if request.method == "POST":
            wanted = request.POST.get("fault", "")
            channel.fault = wanted if wanted in FAULTS else ""
            return HttpResponse(status=303, headers=SECURITY | {"Location": "/telegram/"})
        case ["file", number]:
            return _file(channel, number)
    return missing()


def _file(channel: Channel, number: str) -> HttpResponse:
    found = next((one for one in channel.messages if str(one.number) == number and one.content), None)
    if found is None:
        return missing()
    picture = "image/png" if found.content.startswith(b"\x89PNG") else "image/jpeg"
    return file(found.content, picture if found.kind == "photo" else "application/pdf")


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
