"""The answers of bulletins to `broadcasts.pages.hooks`."""

from cascina_whatsapp.presentation.menu import Section

from . import watch_page  # registers with the site

__all__ = ["LINKS", "watch_page"]
LINKS = (
    (
        "Messaggi",
        Section(
            "Allerte della Protezione civile",
            "broadcasts_bulletinwatch_changelist",
            "broadcasts.bulletinwatch",
            "broadcasts.view_bulletinwatch",
            question="Quale allerta diventa una bozza?",
        ),
    ),
)
