"""The acts of a broadcast's page: for each state the one dark button, the pale one, and what the menu "…" has.

A table of names. What a reader may not do is left out; of several names the first that they may do stands.
"""

from collections.abc import Mapping

from broadcasts.reporting.display_status import Standing
from cascina_whatsapp.presentation.acts import Act, Acts

S = Standing
FILES = ("file-excel", "file-data")
ELECTIONS = ("authorise", "uphold", "declare")
"""The decisions about a declaration, where the state itself has no next step for the reader."""
Names = tuple[str, ...]
TABLE: dict[Standing, tuple[Names, Names, Names]] = {
    S.DRAFT: (
        ("launch", "ask-review"),
        ("what-changes", "details", "trial"),
        ("ask-review", "trial", "submit-template", "copy", "delete", "cancel"),
    ),
    S.SENT_BACK: (
        ("what-changes", "details", "ask-review", "next"),
        (),
        ("ask-review", "note", "copy", "cancel"),
    ),
    S.ASKED: (("withdraw-request",), (), ("trial", "submit-template", "copy", "cancel")),
    S.TO_APPROVE: (
        ("launch",),
        ("send-back",),
        ("trial", "in-hours", "without-grace", "withdraw-request", "submit-template", "cancel"),
    ),
    S.TO_AUTHORISE: (("authorise",), (), ("move", "revise", "copy", "cancel")),
    S.SCHEDULED: (("move",), ("revise",), ("trial", "take-back", "copy", "cancel")),
    S.LEAVING: ((), (), ()),
    S.SENDING: (("pause",), (), ("copy", "public", "print")),
    S.HELD: (("pause",), (), ("copy", "public", "print")),
    S.STOPPED: (("resume", "send-rest"), ("cancel",), ("copy", "public", "print")),
    S.LATE: (("resume",), ("revise",), ("copy", "cancel")),
    S.KEPT: (("authorise", "declare"), ("revise",), ("copy", "public", "print", "cancel")),
    S.SENT: (("copy",), (), ("public", "print", *FILES)),
    S.CANCELLED: (("copy",), (), ("public", "print", *FILES, "delete")),
    S.WITHDRAWN: (("copy",), (), ("public", "print", *FILES, "cancel")),
    S.CORRECTED: (("copy",), (), ("public", "print", *FILES)),
}
"""State → the names of its acts, of buttons and of `offers`: for the dark button, for the pale one, in the menu."""


def arranged(standing: Standing, offers: Mapping[str, Act]) -> Acts:
    """Arrange what a reader may do (name → act) as the state's row has it: nothing stands in two places."""
    first, second, others = TABLE[standing]
    dark = next((offers[name] for name in (*first, *ELECTIONS) if name in offers), None)
    pale = next((offers[name] for name in second if name in offers and offers[name] != dark), None)
    rest = (offers[name] for name in others if name in offers)
    return Acts(dark=dark, pale=pale, menu=tuple(act for act in rest if act not in (dark, pale)))
