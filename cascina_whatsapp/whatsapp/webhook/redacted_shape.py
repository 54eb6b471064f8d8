"""The shape of a webhook body, without what it says: names and kinds, no values."""

import json

KINDS = {str: "testo", bool: "sì/no", int: "numero", float: "numero", type(None): "niente"}
DEEPEST = 30
UNREADABLE = "Non è JSON."


def shape(body: bytes) -> str:
    """The names in the JSON and the kinds of their values, indented, to compare with Meta's documentation."""
    try:
        return json.dumps(_outline(json.loads(body)), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return UNREADABLE


def _outline(value: object, depth: int = 0) -> object:
    if depth > DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {_name(name): _outline(member, depth + 1) for name, member in value.items()}
    if isinstance(value, list):
        found: list[object] = []
        for outline in (_outline(item, depth + 1) for item in value):
            if outline not in found:
                found.append(outline)
        return found
    return KINDS[type(value)]


def _name(name: str) -> str:
    """Return a name that is a word, as Meta's are; "…" for anything else, which might be somebody's."""
    return name if name.replace("_", "").isalpha() and name.isascii() else "…"
