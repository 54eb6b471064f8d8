"""No single person changes a topic, which all who chose it read and follow: a second one must approve."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import Topic, TopicChange
from subscribers.texts import CannotWrite, topic_changes
from tests.builders import hire, topic
from tests.elections.periods import active
from tests.people import GIULIA, PAOLO, Clerk
from tests.reading import having_read, read_of
from tests.staff import ROSA, SARA, SILVIA, VERA, at_desk

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


def decide(decision: str, clerk: Clerk, change: TopicChange | None = None):
    change = change or TopicChange.objects.latest("pk")
    told = {"decision": decision, "read": read_of(change)}
    return at_desk(clerk).post(f"{LIST}proposta/{change.pk}/", told, follow=True)


def now_is() -> tuple[str, bool, bool, bool]:
    """The topic of these stories as it is, which has its place in the list whatever it is called."""
    return Topic.objects.values_list("name", "is_active", "is_alert", "is_invitation").get(position=PLACE)


CHANGES = {
    "name": ({"name": "Sostegno ai malati"}, ("Sostegno ai malati", True, False, False)),
    "active": ({"is_active": ""}, ("Viabilità e cantieri", False, False, False)),
    "alert": ({"is_alert": "on"}, ("Viabilità e cantieri", True, True, False)),
    "nature": ({"is_invitation": "True"}, ("Viabilità e cantieri", True, False, True)),
}


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
        assert f", {told}." in StaffNotice.objects.filter(person=pia).latest("pk").sentence
        decide(decision, PIA)
        sentence = StaffNotice.objects.filter(person=hire(PAOLO)).latest("pk").sentence
        assert f"{decided} proposta {told}." in sentence


@pytest.mark.parametrize(("changes", "after"), CHANGES.values(), ids=CHANGES)
def test_one_proposes_another_approves(changes, after):
    before = now_is()
    hire(PIA)
    assert "aspetta una seconda persona" in propose(**changes).text
    assert now_is() == before
    assert "serve un&#x27;altra persona" in decide("approve", PAOLO).text
    assert now_is() == before
    decide("approve", PIA)
    assert now_is() == after
    told = TrailRecord.objects.filter(event__startswith="topic_").order_by("sequence")
    assert [(row.event, row.by_name) for row in told] == [
        ("topic_proposed", "paolo"),
        ("topic_changed", "pia"),
    ]


def test_a_new_topic_takes_two_as_well():
    hire(PIA)
    at_desk(PAOLO).post(f"{LIST}aggiungi/", NEW)
    assert not Topic.objects.filter(name="Scuole").exists()
    assert "Scuole" in at_desk(PIA).get(LIST).text
    decide("approve", PIA)
    made = Topic.objects.get(name="Scuole")
    assert (made.position, made.is_active, made.description) == (7, True, "Mense e orari")


def test_who_may_decide_is_told_and_finds_it_on_the_home_page():
    pia = hire(PIA)
    propose(name="Strade")
    (notice,) = StaffNotice.objects.filter(person=pia)
    assert notice.subject == "Un argomento aspetta l'approvazione"
    assert not StaffNotice.objects.filter(person=hire(PAOLO)).exists()
    assert notice.page in at_desk(PIA).get("/admin/").text
    page = at_desk(PIA).get(notice.page).text
    assert "Strade" in page
    assert "Viabilità e cantieri" in page


@pytest.mark.parametrize("clerk", [GIULIA, ROSA, VERA, SARA], ids=lambda clerk: clerk.group)
def test_who_has_no_right_decides_nothing(clerk):
    propose(name="Strade")
    change = TopicChange.objects.get()
    for decision in ("approve", "aside"):
        assert decide(decision, clerk).status_code == 403
    for act in (topic_changes.approve, topic_changes.put_aside):
        with pytest.raises(CannotWrite):
            having_read(act, change, by=hire(clerk), now=timezone.now())
    assert TopicChange.objects.get().outcome == "open"


@pytest.mark.parametrize(("clerk", "outcome"), [(PAOLO, "withdrawn"), (PIA, "refused")])
def test_what_is_put_aside_changes_nothing(clerk, outcome):
    before = now_is()
    propose(name="Strade")
    decide("aside", clerk)
    assert (TopicChange.objects.get().outcome, now_is()) == (outcome, before)
    assert "già stato deciso" in decide("approve", PIA).text
    assert now_is() == before


def test_while_one_waits_nobody_proposes_another():
    propose(name="Strade")
    propose(PIA, name="Vie")
    assert TopicChange.objects.get().changes == {"name": "Strade"}


def test_the_setting_of_a_town_hall_of_one_person_counts_only_where_there_is_one(settings):
    settings.APPROVE_OWN_BROADCASTS = True
    pia = hire(PIA)
    propose(name="Strade")
    decide("approve", PAOLO)
    assert now_is()[0] == "Viabilità e cantieri"
    pia.is_active = False
    pia.save()
    decide("approve", PAOLO)
    assert now_is()[0] == "Strade"


def test_what_no_longer_fits_when_it_is_approved_is_refused():
    propose(name="Strade")
    Topic.objects.create(name="Strade", is_active=False)
    assert "C&#x27;è già un argomento con questo nome" in decide("approve", PIA).text
    assert now_is()[0] == "Viabilità e cantieri"


def test_in_an_electoral_period_only_who_authorises_changes_its_words():
    now, day = timezone.now(), timedelta(days=1)
    active(starts_at=now - day, ends_at=now + day, run_off="no")
    propose(name="La nostra città")
    decide("approve", PIA)
    assert now_is()[0] == "Viabilità e cantieri"
    decide("approve", SILVIA)
    assert now_is()[0] == "La nostra città"
