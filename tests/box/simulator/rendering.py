"""Messages as the phone shows them: templates filled in, pictures and PDFs as links, buttons to press."""

import json
from typing import Any

from . import template_parameters
from .media import MediaStore
from .sent_messages import CitizenMessage, Sent
from .templates import PLACEHOLDER, Template


def bubble(entry: Sent | CitizenMessage, media_store: MediaStore) -> dict[str, Any]:
    """One bubble of a chat, ours or the citizen's."""
    return of_citizen(entry) if isinstance(entry, CitizenMessage) else of_comune(entry, media_store)


def of_citizen(said: CitizenMessage) -> dict[str, Any]:
    """A bubble on the right: what the citizen wrote, pressed or sent."""
    message = said.message
    kind = message["type"]
    return {
        "id": said.wamid,
        "from": "citizen",
        "at": said.at,
        "kind": kind,
        "text": _words(message, kind),
        "status": "read" if said.is_read else "delivered",
    }


def _words(message: dict[str, Any], kind: str) -> str:
    part = message.get(kind, {})
    if kind == "interactive":
        title: str = part[part["type"]].get("title", "")
        return title
    return part.get("body") or part.get("text") or part.get("caption") or part.get("emoji") or ""


def of_comune(sent: Sent, media_store: MediaStore) -> dict[str, Any]:
    """A bubble on the left: a message of the service."""
    body = json.loads(sent.raw)
    part = body[sent.kind]
    shown = RENDERERS[sent.kind](sent, part, media_store)
    empty: dict[str, Any] = {"text": "", "footer": "", "header": None, "buttons": [], "list": None}
    heading = {"id": sent.wamid, "from": "comune", "at": sent.at, "kind": sent.kind, "status": sent.status}
    return heading | empty | shown


def of_text(sent: Sent, part: dict[str, Any], media_store: MediaStore) -> dict[str, Any]:
    """Show a text."""
    return {"text": part["body"]}


def of_file(sent: Sent, part: dict[str, Any], media_store: MediaStore) -> dict[str, Any]:
    """A picture or a PDF, with its caption."""
    return {"text": part.get("caption", ""), "header": attachment(sent.kind, part, media_store)}


def of_interactive(sent: Sent, part: dict[str, Any], media_store: MediaStore) -> dict[str, Any]:
    """A text with reply buttons, a list or a button that opens a page."""
    action = part["action"]
    shown = {"text": part["body"]["text"], "footer": part.get("footer", {}).get("text", "")}
    if "header" in part:
        shown["header"] = header(part["header"], media_store)
    if part["type"] == "list":
        return shown | {"list": {"button": action["button"], "sections": action["sections"]}}
    if part["type"] == "cta_url":
        page = action["parameters"]
        return shown | {"buttons": [{"kind": "url", "title": page["display_text"], "url": page["url"]}]}
    return shown | {"buttons": [{"kind": "reply", **button["reply"]} for button in action["buttons"]]}


def of_template(sent: Sent, part: dict[str, Any], media_store: MediaStore) -> dict[str, Any]:
    """Show an approved template with its parameters filled in."""
    template = sent.template
    if template is None:
        raise ValueError(f"a template of which nothing is known: {sent.wamid}")
    by_type = template_parameters.by_type(part)
    return {
        "text": template.body_with(template_parameters.body_values(template, by_type.get("body", []))),
        "footer": template.component("FOOTER").get("text", ""),
        "header": template_header(template, by_type.get("header", []), media_store),
        "buttons": template_buttons(template, by_type.get("button", [])),
    }


def template_header(
    template: Template, given: list[dict[str, Any]], media_store: MediaStore
) -> dict[str, Any] | None:
    """The title of the template, or the picture or PDF that was sent with it."""
    if given:
        return header(given[0]["parameters"][0], media_store)
    if template.header_format == "TEXT":
        return header({"type": "text", "text": template.component("HEADER")["text"]}, media_store)
    return None


def template_buttons(template: Template, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The buttons of the template; a quick reply without a payload of its own answers with its label."""
    filled = {str(button["index"]): button["parameters"][0] for button in given}
    return [
        {
            "kind": button["type"].lower(),
            "title": button["text"],
            "id": filled.get(str(index), {}).get("payload") or button["text"],
            "url": _address(button, filled.get(str(index), {})),
        }
        for index, button in enumerate(template.buttons)
    ]


def _address(button: dict[str, Any], filled: dict[str, Any]) -> str:
    return PLACEHOLDER.sub(lambda _: filled.get("text", ""), button.get("url", ""))


def header(part: dict[str, Any] | None, media_store: MediaStore) -> dict[str, Any] | None:
    """Describe what stands above the text: a title, a picture or a PDF."""
    if part is None:
        return None
    kind = part["type"]
    if kind == "text":
        return {"kind": "text", "title": part["text"]}
    return attachment(kind, part[kind], media_store)


def attachment(kind: str, part: dict[str, Any], media_store: MediaStore) -> dict[str, Any]:
    """A picture or a PDF, with the addresses at which the page finds it."""
    media_id = part.get("id", "")
    media = media_store.files.get(media_id)
    url = f"/simulator/media/{media_id}" if media_id else part.get("link", "")
    name = part.get("filename") or (media.filename if media else "")
    thumbnail = f"{url}/thumbnail" if kind == "document" and media else ""
    return {"kind": kind, "url": url, "title": name, "thumbnail": thumbnail, "media": media_id}


RENDERERS = {
    "text": of_text,
    "image": of_file,
    "document": of_file,
    "interactive": of_interactive,
    "template": of_template,
}
