"""The parts of the panel beside a draft that follow the typing, each a template of its own."""

from django.template.loader import render_to_string

from broadcasts.editing.preview_panel import PreviewPanel

REGIONS = (
    "shown",
    "title_room",
    "button_room",
    "room",
    "paragraphs",
    "nature",
    "where",
    "period",
    "summary",
    "gaps",
    "advice",
)
WITH_PEOPLE = ("summary", "period")


def regions(preview: PreviewPanel, *, with_people: bool) -> dict[str, str]:
    """The parts that follow the typing, as HTML; without the people where they have not changed."""
    return {
        name: render_to_string(f"admin/broadcasts/campaign/preview_{name}.html", {"preview": preview})
        for name in REGIONS
        if with_people or name not in WITH_PEOPLE
    }
