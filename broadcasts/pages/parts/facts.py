"""The facts of a message's page: to whom, and when or for how long. Sentences are Italian."""

from broadcasts.launching.departure import Departure
from broadcasts.models import Campaign
from broadcasts.parts.panel import Fact
from broadcasts.reporting import sentences
from broadcasts.reporting.display_status import Standing as S
from broadcasts.reporting.progress import Outlook

SECONDS = 60


def to_whom(campaign: Campaign, people: int) -> Fact:
    """Tell to how many people a broadcast goes, and who they are."""
    subs = [campaign.to_whom, campaign.everybody_reason if campaign.to_everybody else ""]
    value = sentences.people(people) if campaign.by_whatsapp else "Nessun telefono"
    return ("A chi", value, tuple(filter(None, subs)))


def when_or_how_long(departure: Departure, standing: S, planned: Outlook) -> Fact:
    """Tell how long a broadcast takes to leave, or when it leaves where that says more."""
    if departure.due is None:
        return ("Quando", "non parte", ("non è prevista nessuna apertura",))
    if standing in (S.TO_APPROVE, S.SCHEDULED, S.TO_AUTHORISE) and not departure.campaign.is_urgent:
        return ("Durata", lasts(planned) or "non si sa", ("solo in orario d'ufficio",))
    lasting = "" if departure.kept else lasts(planned)
    soon = "appena approvi" if standing == S.TO_APPROVE else "appena approvato"
    return ("Quando", departure.in_a_row(soon), (f"finisce in {lasting}",) if lasting else ())


def lasts(planned: Outlook) -> str:
    """Write how long a broadcast takes to leave: "circa 8 minuti"; "" where nobody can tell."""
    if planned.leaves is None or planned.ends is None:
        return ""
    minutes = max(1, round((planned.ends - planned.leaves).total_seconds() / SECONDS))
    if minutes < 2 * SECONDS:
        return "circa 1 minuto" if minutes == 1 else f"circa {minutes} minuti"
    hours = round(minutes / SECONDS)
    return f"circa {hours} ore" if hours < 48 else f"circa {round(hours / 24)} giorni"
