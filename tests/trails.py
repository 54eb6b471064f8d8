"""What the pages of the admin noted in the trail."""

from cascina_whatsapp.security.trail.models import TrailRecord


def traces() -> list[tuple[str, str, str]]:
    """Each trace that a page left: by whom, about which row, and what it says; the first one first."""
    noted = TrailRecord.objects.filter(details__model__isnull=False).order_by("sequence")
    return [(one.by_name, one.about, one.details["message"]) for one in noted]
