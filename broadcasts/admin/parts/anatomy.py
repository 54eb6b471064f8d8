"""The anatomy of a broadcast's page: for each state the one dark button, the pale one, and what the menu "…" has.

A table of names. What a reader may not do is left out; of several names the first that they may do stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from broadcasts.reporting.standings import Standing
from cascina_whatsapp.presentation.acts import Act, Acts

S = Standing


@dataclass(frozen=True)
class Row:
    """The acts of one state, by name: those of buttons, and those of `offers`."""

    dark: tuple[str, ...] = ()
    pale: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()


FILES = ("file-excel", "file-data")
ELECTIONS = ("authorise", "uphold", "declare")
"""The decisions about a declaration, where the state itself has no next step for the reader."""
TABLE: dict[Standing, Row] = {
    S.DRAFT: Row(
        ("launch", "ask-review"),
        ("what-changes", "details", "trial"),
        ("ask-review", "trial", "submit-template", "copy", "delete", "cancel"),
    ),
    S.SENT_BACK: Row(
        ("what-changes", "details", "ask-review", "next"), (), ("ask-review", "note", "copy", "cancel")
    ),
    S.ASKED: Row(("withdraw-request",), (), ("trial", "submit-template", "copy", "cancel")),
    S.TO_APPROVE: Row(
        ("launch",),
        ("send-back",),
        ("trial", "in-hours", "without-grace", "withdraw-request", "submit-template", "cancel"),
    ),
    S.TO_AUTHORISE: Row(("authorise",), (), ("move", "revise", "copy", "cancel")),
    S.SCHEDULED: Row(("move",), ("revise",), ("trial", "take-back", "copy", "cancel")),
    S.LEAVING: Row(),
    S.SENDING: Row(("pause",), (), ("copy", "public", "print")),
    S.HELD: Row(("pause",), (), ("copy", "public", "print")),
    S.STOPPED: Row(("resume", "send-rest"), ("cancel",), ("copy", "public", "print")),
    S.LATE: Row(("resume",), ("revise",), ("copy", "cancel")),
    S.KEPT: Row(("authorise", "declare"), ("revise",), ("copy", "public", "print", "cancel")),
    S.SENT: Row(("copy",), (), ("public", "print", *FILES)),
    S.CANCELLED: Row(("copy",), (), ("public", "print", *FILES, "delete")),
    S.WITHDRAWN: Row(("copy",), (), ("public", "print", *FILES, "cancel")),
    S.CORRECTED: Row(("copy",), (), ("public", "print", *FILES)),
}


def arranged(standing: Standing, offers: Mapping[str, Act]) -> Acts:
    """Arrange what a reader may do (name → act) as the state's row has it: nothing stands in two places."""
    row = TABLE[standing]
    dark = next((offers[name] for name in (*row.dark, *ELECTIONS) if name in offers), None)
    pale = next((offers[name] for name in row.pale if name in offers and offers[name] != dark), None)
    rest = (offers[name] for name in row.menu if name in offers)
    return Acts(dark=dark, pale=pale, menu=tuple(act for act in rest if act not in (dark, pale)))
