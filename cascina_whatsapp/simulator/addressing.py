# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reading of whom a request of the service is addressed to."""

from typing import Any

from .citizens import Citizen, NotAnAddress
from .errors import GraphError
from .whatsapp import WhatsApp


def recipient(whatsapp: WhatsApp, body: dict[str, Any]) -> Citizen:
    """The citizen named by `to` or `recipient`; `to` wins when both are there. Raises GraphError."""
    to, bsuid = body.get("to"), body.get("recipient")
    if not to and not bsuid:
        raise GraphError(131008, "One of the parameters to, recipient is required")
    address = to or bsuid
    if not isinstance(address, str):
        raise GraphError(131009, "The recipient must be text")
    try:
        return _by_number(whatsapp, address) if to else _by_bsuid(whatsapp, address)
    except NotAnAddress:
        raise GraphError(131009, "The recipient is not a valid phone number or user id") from None


def _by_number(whatsapp: WhatsApp, to: str) -> Citizen:
    if not to.startswith("+"):
        # Meta puts the country code of the business number in front: the message would go to a stranger.
        raise GraphError(131026, "Without + the country code is added: no WhatsApp account has that number")
    citizen = whatsapp.citizens.with_phone(to)
    if citizen.phone == whatsapp.config.phone_number:
        raise GraphError(131021)
    return citizen


def _by_bsuid(whatsapp: WhatsApp, bsuid: str) -> Citizen:
    if bsuid in whatsapp.citizens.retired_bsuids:
        raise GraphError(131026, "The user id is no longer valid")
    return whatsapp.citizens.with_bsuid(bsuid)
