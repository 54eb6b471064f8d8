"""The pieces that messages and templates are made of: texts with a limit, objects, lists, files."""

from typing import Any

from .errors import GraphError
from .media import MediaStore


def text(holder: dict[str, Any], key: str, limit: int, *, is_required: bool = True) -> str:
    """The text under the key, not longer than the limit. Raises GraphError."""
    value = holder.get(key)
    if value is None or value == "":
        if is_required:
            raise GraphError(131008, f"Param {key} is required")
        return ""
    if not isinstance(value, str):
        raise GraphError(131009, f"Param {key} must be a string")
    if len(value) > limit:
        raise GraphError(100, f"Param {key} must be at most {limit} characters long")
    return value


def part(holder: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under the key. Raises GraphError."""
    value = holder.get(key)
    if value is None:
        raise GraphError(131008, f"Param {key} is required")
    if not isinstance(value, dict):
        raise GraphError(131009, f"Param {key} must be an object")
    return value


def parts(holder: dict[str, Any], key: str, most: int, *, least: int = 1) -> list[dict[str, Any]]:
    """The list of objects under the key. Raises GraphError."""
    value = holder.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise GraphError(131009, f"Param {key} must be a list of objects")
    if not least <= len(value) <= most:
        raise GraphError(131009, f"Param {key} must have between {least} and {most} items")
    return value


def check_distinct(items: list[dict[str, Any]], key: str) -> None:
    """Raise GraphError when two items have the same value under the key."""
    if len({item[key] for item in items}) < len(items):
        raise GraphError(131009, f"Every {key} must be different")


def check_media(media_store: MediaStore, content: dict[str, Any], kind: str) -> None:
    """Raise GraphError unless the content names an uploaded file of the kind, or a link."""
    if link := text(content, "link", 2048, is_required="id" not in content):
        if not link.startswith(("http://", "https://")):
            raise GraphError(131009, "Param link must be a URL")
        return
    media = media_store.files.get(text(content, "id", 64))
    if media is None:
        raise GraphError(131009, "There is no media with this id")
    if media.kind != kind:
        raise GraphError(131053, f"The file cannot be sent as {kind}")
