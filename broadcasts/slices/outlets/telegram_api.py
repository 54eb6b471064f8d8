"""Telegram's Bot API (core.telegram.org/bots/api), each call made once: a lost answer may hide a message that is out.

The bot's token stands in the address of each call: no exception, log or sentence of ours carries that address.
"""

from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 40.0
"""Seconds. A picture is sent along."""


class NotReached(Exception):
    """The error that there was no connection: nothing was sent."""


class Lost(Exception):
    """The error that no readable answer came: what was sent may have been taken."""


@dataclass
class TelegramRefused(Exception):
    """Telegram answered no. `code` is HTTP's, `description` Telegram's English sentence."""

    code: int
    description: str
    retry_after: int = 0
    """Seconds to wait, of a 429."""

    def __str__(self) -> str:
        return f"Telegram {self.code}"


Files = dict[str, tuple[str, bytes]]
"""The files that travel with a message: the name of the field → its own name, and its bytes."""


def call(method: str, fields: dict[str, str], files: Files | None = None) -> dict[str, Any]:
    """Call a method as our bot, and return its `result`. Raises NotReached, Lost, TelegramRefused."""
    response = _post(method, fields, files)
    try:
        told = response.json()
    except (ValueError, RecursionError):
        raise Lost from None
    if not isinstance(told, dict) or response.status_code >= 500:
        raise Lost
    if not told.get("ok"):
        more = told.get("parameters")
        wait = more.get("retry_after", 0) if isinstance(more, dict) else 0
        said = str(told.get("description", ""))
        raise TelegramRefused(response.status_code, said, wait if isinstance(wait, int) else 0)
    result = told.get("result")
    return result if isinstance(result, dict) else {}


def _post(method: str, fields: dict[str, str], files: Files | None) -> requests.Response:
    trouble: Exception
    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of the environment would learn the token
            session.mount("http", HTTPAdapter(max_retries=0))
            return session.post(
                f"{settings.TELEGRAM_API_URL.rstrip('/')}/bot{settings.TELEGRAM_BOT_TOKEN}/{method}",
                data=fields,
                files=files,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                allow_redirects=False,
            )
    except requests.RequestException as problem:
        trouble = NotReached() if _was_never_sent(problem) else Lost()
    # Outside of the except block: the original carries the address, with the token.
    raise trouble


def _was_never_sent(problem: requests.RequestException) -> bool:
    """Tell whether the connection itself failed, so that nothing was sent."""
    if isinstance(problem, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause = problem.args[0] if problem.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
