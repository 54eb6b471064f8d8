"""Services that gather alerts read each of ours as a file that never changes, its corrections, and its withdrawal."""

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from lxml import etree

from broadcasts.content import content_diff, validation
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.pages.fields.drafts import CampaignForm, DraftForm
from broadcasts.rules.states import CampaignStatus, PublicationStatus
from broadcasts.slices.outlets import answers
from broadcasts.slices.outlets.alert_xml import NAMESPACE
from broadcasts.slices.outlets.models import AlertFile
from broadcasts.slices.outlets.publishing import publish_due
from cascina_whatsapp.presentation.formatting.dates import ROME
from cascina_whatsapp.web.public_site import amending, page_cache
from cascina_whatsapp.web.public_site.amending import Words
from tests.broadcasts.elections.periods import active
from tests.broadcasts.moments import HOUR
from tests.builders import campaign, hire, topic
from tests.people import GIULIA, PAOLO
from tests.reading import having_read
from tests.web.public_site.schemas import faults_of_atom

from .test_alert_xml import schema

INDEX = "/allerte/cap/feed.atom"
CHOSEN = {
    "event": "flood",
    "urgency": "Immediate",
    "severity": "Severe",
    "certainty": "Observed",
    "response": "Avoid",
}
OVER, WHY = amending.REASONS[0], "La piena è passata."


@pytest.fixture(autouse=True)
def _look_again_at_once(monkeypatch, settings):
    monkeypatch.setattr(page_cache, "ASKED_EVERY", 0)
    settings.SITE_URL = "https://notizie.example.it"


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


def alert(now, **overrides) -> Campaign:
    """A warning that somebody has, urgent: the hours don't hold it back."""
    fields = {
        "title": "Piena dell'Arno",
        "body": "Non scendete *mai* nei locali interrati.\n\nState ai piani alti.",
        "topic": topic("Allerte e urgenze"),
        "alert": CHOSEN,
        "is_urgent": True,
        "urgent_reason": "Piena",
        "status": CampaignStatus.SENDING,
        "started_at": now,
        "totals": {"states": {"delivered": 1}},
    }
    made = campaign(**fields | overrides)
    answers.queue(made)
    return made


def files(client: Client) -> list[tuple[str, dict[str, str]]]:
    """What a service that reads the index finds: titles, and each file's elements. Everything is valid."""
    index = client.get(INDEX)
    assert faults_of_atom(index.content) == []
    found = []
    for entry in feedparser.parse(index.content).entries:
        (link,) = entry.links
        assert link.type == "application/cap+xml"
        answer = client.get(link.href.removeprefix("https://notizie.example.it"))
        assert answer.headers["Content-Type"] == "application/cap+xml"
        root = etree.fromstring(answer.content)
        assert schema().validate(root), schema().error_log
        told = {one.tag.removeprefix(f"{{{NAMESPACE}}}"): one.text for one in root.iter() if len(one) == 0}
        assert link.href.endswith(f"/{told['identifier']}.xml")
        found.append((entry.title, told))
    return found


def test_an_alert_is_corrected_and_withdrawn_by_files_of_their_own(client: Client, now):
    made = alert(now)
    assert publish_due("cap", now)
    ((title, told),) = files(client)
    first = client.get(f"/allerte/cap/{told['identifier']}.xml").content
    assert title == "Allerta: Piena dell'Arno"
    assert (told["status"], told["msgType"], told["category"]) == ("Actual", "Alert", "Met")
    assert (told["urgency"], told["severity"], told["certainty"]) == ("Immediate", "Severe", "Observed")
    assert told["description"] == "Non scendete mai nei locali interrati.\n\nState ai piani alti."
    assert told["web"] == f"https://notizie.example.it/messaggi/{made.pk}/"
    assert (told["areaDesc"], told["value"]) == ("Comune di Cascina", "050008")

    giulia, paolo = hire(GIULIA), hire(PAOLO)
    words = Words("Mancava il Fosso.", "Piena dell'Arno e del Fosso", "State ai piani alti.")
    proposed = amending.propose(made, words, by=giulia, now=now + HOUR)
    assert not publish_due("cap", now + HOUR)
    having_read(amending.CORRECTION.approve, proposed, by=paolo, now=now + HOUR)
    publish_due("cap", now + HOUR)
    amending.withdraw(made, OVER, by=paolo, now=now + 2 * HOUR)
    publish_due("cap", now + 2 * HOUR)
    (_, cancel), (_, update), (_, again) = files(client)
    assert again == told
    assert client.get(f"/allerte/cap/{told['identifier']}.xml").content == first
    assert (update["msgType"], update["note"]) == ("Update", "Mancava il Fosso.")
    assert update["references"] == f"{told['sender']},{told['identifier']},{told['sent']}"
    assert (cancel["msgType"], cancel["description"]) == ("Cancel", OVER)
    assert [one.split(",")[1] for one in cancel["references"].split()] == [
        told["identifier"],
        update["identifier"],
    ]
    assert {told["expires"], update["expires"], cancel["expires"]} == {told["expires"]}

    proposal = amending.propose(made, Words(WHY), by=giulia, now=now)
    having_read(amending.WITHDRAWAL.approve, proposal, by=paolo, now=now + 3 * HOUR)
    publish_due("cap", now + 3 * HOUR)
    (_, anew), (_, before), *_ = files(client)
    assert (before, anew["msgType"], anew["description"], anew["note"]) == (cancel, "Cancel", WHY, WHY)


def test_a_published_alert_never_changes(now):
    alert(now)
    publish_due("cap", now)
    kept = AlertFile.objects.get()
    with pytest.raises(ValidationError, match="non si modifica"):
        kept.save()
    for change in ("UPDATE broadcasts_alertfile SET document = ''", "DELETE FROM broadcasts_alertfile"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(change)


def test_a_drill_is_told_from_an_alert_by_people_and_by_programs(client: Client, now):
    drill = campaign(title="Piena", topic=topic("Allerte e urgenze"), alert={"is_drill": True})
    assert "deve cominciare con ESERCITAZIONE" in str(validation.content_problems(drill))
    real = campaign(title="ESERCITAZIONE di piena", topic=topic("Allerte e urgenze"))
    assert "spunta «È un'esercitazione»" in str(validation.content_problems(real))
    alert(now, title="ESERCITAZIONE di piena", alert={"is_drill": True})
    publish_due("cap", now)
    ((_, told),) = files(client)
    assert (told["status"], told["headline"]) == ("Exercise", "ESERCITAZIONE di piena")
    assert told["urgency"] == "Unknown"


def test_what_is_over_leaves_the_index_and_keeps_its_address(client: Client, now):
    alert(now - 2 * HOUR, alert={"expires": (now - HOUR).isoformat()})
    publish_due("cap", now - 2 * HOUR)
    assert files(client) == []
    assert client.get(f"/allerte/cap/{AlertFile.objects.get().identifier}.xml").status_code == 200
    late = alert(now, alert={"expires": (now - HOUR).isoformat()})
    publish_due("cap", now)
    row = late.publications.get(outlet="cap")
    assert (row.status, "già scaduta" in row.reason) == (PublicationStatus.FAILED, True)


def test_only_warnings_are_alerts_and_in_an_electoral_period_none_that_was_not_authorised(
    client: Client, now
):
    news = alert(now, topic=topic("Viabilità e cantieri"))
    assert [one.outlet for one in news.publications.all()] == []
    assert not publish_due("cap", now)
    assert files(client) == []
    assert client.get("/allerte/cap/niente.xml").status_code == 404

    alert(now)
    active(starts_at=now - HOUR, ends_at=now + HOUR, run_off="no")
    assert not publish_due("cap", now)
    assert files(client) == []


# ── What is asked of whoever writes ─────────────────────────────────────────────────────────────────────────
def posted(**answers) -> dict[str, str]:
    return {f"alert_{name}": value for name, value in ({"event": ""} | answers).items()}


def test_what_was_chosen_is_kept_and_bound_to_the_approval(now):
    made = campaign(topic=topic("Allerte e urgenze"))
    before = fingerprint_of(made)
    ends = (now + 5 * HOUR).astimezone(ROME)
    typed = posted(event="flood", urgency="Immediate", severity="", expires=f"{ends:%Y-%m-%dT%H:%M}")
    warned = {
        "title": made.title,
        "body": made.body,
        "link": made.link,
        "topics": [topic("Allerte e urgenze").pk],
    }
    assert DraftForm(typed | warned, instance=made).changed() == {"alert"}
    assert made.alert["event"] == "flood"
    assert "severity" not in made.alert
    assert fingerprint_of(made) != before
    lines = content_diff.alert_lines(made)
    assert lines[:2] == ["Che cosa succede: Piena o allagamento", "Fra quanto: Adesso: bisogna agire subito"]
    assert "Quanto è grave: Moderata: pericolo possibile" in lines  # via Roma is closed, says the text


def test_a_page_that_does_not_ask_changes_nothing(now):
    made = campaign(topic=topic("Allerte e urgenze"), alert=CHOSEN)
    assert "alert" not in DraftForm({"title": "Altro"}, instance=made).changed()
    form = CampaignForm({"title": "Altro"}, instance=made)
    assert form.is_valid()
    assert form.save(commit=False).alert == CHOSEN
    assert "alert" not in form.changed_content()


@pytest.mark.parametrize(
    ("typed", "told"), [("2020-01-01T10:00", "già scaduta"), ("domani", "Non capisco fino a quando vale")]
)
def test_until_when_it_holds_is_a_moment_to_come(typed: str, told: str):
    form = DraftForm(posted(expires=typed), instance=campaign(topic=topic("Allerte e urgenze")))
    assert told in form.problems()["alert"]
