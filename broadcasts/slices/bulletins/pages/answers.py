"""The answers of bulletins to `broadcasts.pages.hooks`."""

from cascina_whatsapp.presentation.menu import Setting, list_of

from . import watch_page  # registers with the site

__all__ = ["LINKS", "watch_page"]
LINKS = (
    (
        "Messaggi",
        Setting(
            "Allerte della Protezione civile",
            "Quale allerta diventa una bozza?",
            (list_of("broadcasts.bulletinwatch"),),
            ("broadcasts.bulletinwatch",),
        ),
    ),
)
