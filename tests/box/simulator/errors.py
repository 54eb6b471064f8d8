"""The refusals of Meta: codes, titles and the shape of its error bodies ("Error codes" page)."""

import secrets
from http import HTTPStatus
from typing import Any

# code → (title, HTTP status). Meta documents the statuses loosely: a client should go by the code.
KNOWN = {
    100: ("Invalid parameter", 400),
    190: ("Invalid OAuth access token - Cannot parse access token", 401),
    2500: ("Unknown path components", 400),
    130429: ("Rate limit hit", 429),
    131000: ("Something went wrong", 500),
    131008: ("Required parameter is missing", 400),
    131009: ("Parameter value is not valid", 400),
    131021: ("Recipient cannot be sender", 400),
    131026: ("Message undeliverable", 400),
    131047: ("Re-engagement message", 400),
    131050: ("User has stopped marketing messages from this business", 400),
    131051: ("Unsupported message type", 400),
    131053: ("Media upload error", 400),
    131056: ("(Business Account, Consumer Account) pair rate limit hit", 429),
    131064: ("Messaging limit reached due to template classification violations", 400),
    132000: ("Number of parameters does not match the expected number of params", 400),
    132001: ("Template name does not exist in the translation", 404),
    132005: ("Translated text too long", 400),
    132012: ("Parameter format does not match format in the created template", 400),
    132015: ("Template is paused", 400),
    132016: ("Template is disabled", 400),
    132018: ("Template parameter is not valid", 400),
}
HELP_PAGE = "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes"


class GraphError(Exception):
    """A refusal: `code` and `details` are Meta's, `subcode` tells template problems apart."""

    def __init__(self, code: int, details: str = "", *, subcode: int = 0) -> None:
        super().__init__(code)
        self.code, self.details, self.subcode = code, details, subcode

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status that goes with the code."""
        return HTTPStatus(KNOWN.get(self.code, ("", 400))[1])

    def body(self) -> dict[str, Any]:
        """The answer as Meta writes it."""
        error = {"message": f"(#{self.code}) {title(self.code)}", "type": "OAuthException", "code": self.code}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode:
            error |= {"error_subcode": self.subcode, "error_user_msg": self.details, "is_transient": False}
        return {"error": error | {"fbtrace_id": secrets.token_urlsafe(8)}}


def title(code: int) -> str:
    """Meta's title of the code, or a general one for a code that nobody knows."""
    return KNOWN.get(code, ("Unknown error", 400))[0]


def in_status(code: int, details: str = "") -> dict[str, Any]:
    """The error as an item of `errors` in a `failed` status."""
    return {
        "code": code,
        "title": title(code),
        "message": title(code),
        "error_data": {"details": details or title(code)},
        "href": HELP_PAGE,
    }
