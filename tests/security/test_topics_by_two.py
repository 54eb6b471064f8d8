"""No single person changes a topic, which all who chose it read and follow: a second one must approve."""

import pytest

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers.models import Topic
from tests.builders import hire, topic
from tests.people import PAOLO, Clerk
from tests.reading import read_of
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
LIST = "/admin/argomenti/"
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
PLACE = 3
"""The position of the topic on which these stories are."""
NEW = {
    "name": "Scuole",
    "description": "Mense e orari",
    "position": 7,
    "is_active": "on",
    "is_invitation": "False",
}


def as_written(roads: Topic, **changes) -> dict:
    """The form of a topic as it stands, with these changes."""
    ticks = {name: "on" for name in ("is_active", "is_alert") if getattr(roads, name)}
    told = {"name": roads.name, "description": roads.description, "position": roads.position}
    return {**told, **ticks, "is_invitation": str(roads.is_invitation), **changes}


@pytest.fixture(autouse=True)
def place():
    Topic.objects.filter(pk=topic().pk).update(position=PLACE)


def propose(clerk: Clerk = PAOLO, **changes):
    roads = Topic.objects.get(position=PLACE)
    data = {name: value for name, value in as_written(roads, **changes).items() if value != ""}
    return at_desk(clerk).post(f"{LIST}{roads.pk}/modifica/", data, follow=True)


def decide(decision: str, clerk: Clerk, change: Proposal | None = None):
    change = change or Proposal.objects.latest("pk")
    told = {"decision": decision, "read": read_of(change)}
    return at_desk(clerk).post(page_of(change), told, follow=True)


def now_is() -> tuple[str, bool, bool, bool]:
    """The topic of these stories as it is, which has its place in the list whatever it is called."""
    return Topic.objects.values_list("name", "is_active", "is_alert", "is_invitation").get(position=PLACE)


@pytest.mark.parametrize(
    ("decision", "decided"), [("approve", "ha approvato la tua"), ("aside", "ha rimandato la tua")]
)
def test_both_are_told_what_is_proposed(decision, decided):
    """A new topic is told as new, also once it is there."""
    pia = hire(PIA)
    roads = topic()
    for page, form, told in (
        (f"{LIST}aggiungi/", NEW, "di aggiungere l'argomento «Scuole»"),
        (
            f"{LIST}{roads.pk}/modifica/",
            as_written(roads, description="Lavori"),
            f"di cambiare l'argomento «{roads.name}»",
        ),
    ):
        at_desk(PAOLO).post(page, form)
        assert f"propone {told}." in StaffNotice.objects.filter(person=pia).latest("pk").sentence
        decide(decision, PIA)
        sentence = StaffNotice.objects.filter(person=hire(PAOLO)).latest("pk").sentence
        assert f"{decided} proposta {told}." in sentence
    made = list(Topic.objects.filter(name="Scuole").values_list("position", "is_active", "description"))
    assert made == ([(7, True, "Mense e orari")] if decision == "approve" else [])


def test_one_proposes_another_approves_whatever_it_changes():
    hire(PIA)
    for changes, after in (
        ({"name": "Sostegno ai malati"}, ("Sostegno ai malati", True, False, False)),
        ({"is_alert": "on"}, ("Sostegno ai malati", True, True, False)),
        ({"is_alert": "", "is_invitation": "True"}, ("Sostegno ai malati", True, False, True)),
        ({"is_active": ""}, ("Sostegno ai malati", False, False, True)),
    ):
        before = now_is()
        assert "aspetta una seconda persona" in propose(**changes).text, changes
        assert now_is() == before
        decide("approve", PIA)
        assert now_is() == after


def test_what_no_longer_fits_when_it_is_approved_is_refused():
    propose(name="Strade")
    Topic.objects.create(name="Strade", is_active=False)
    assert "Questo nome c&#x27;è già" in decide("approve", PIA).text
    assert now_is()[0] == "Viabilità e cantieri"
