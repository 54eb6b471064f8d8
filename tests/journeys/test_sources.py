"""The Comune's site publishes; a draft waits on the clerks' page, once, whatever dies meanwhile."""

from datetime import timedelta

import pytest

from broadcasts.models import Campaign
from cascina_whatsapp.web.sources.models import Source
from subscribers.models import Topic

LATER = timedelta(minutes=10)
"""When the machine is back: long after the next reading was due."""


@pytest.fixture
def site(stack):
    """The simulated site, whose news of before are known to the service."""

    class Site:
        source = Source.objects.using("journeys").create(
            name="sito del Comune", address=f"{stack.simulator}/comune/feed.xml", next_read_at=stack.now()
        )

        def publishes(self, title: str) -> None:
            answer = stack.http.post(
                f"{stack.simulator}/comune/notizie", data={"title": title, "text": "Lunedì."}
            )
            assert answer.ok

        def is_due(self) -> None:
            rows().update(next_read_at=stack.now())

    def rows():
        return Source.objects.using("journeys").filter(pk=found.source.pk)

    found = Site()
    stack.until(lambda: rows().exclude(first_read_at=None).exists())
    yield found
    rows().update(is_active=False)


def drafts(title: str):
    return Campaign.objects.using("journeys").filter(title__startswith=title)


def test_what_the_site_publishes_waits_for_a_clerk_and_leaves_after_two_people(stack, desk, site):
    site.publishes("Dal sito: via Roma chiusa")
    site.is_due()
    stack.until(drafts("Dal sito").exists)
    draft = drafts("Dal sito").get()

    assert "proposta da «sito del Comune»" in desk.editor.open("/admin/").text
    address = f"/admin/messaggi/{draft.pk}/modifica/"
    page = desk.editor.open(address)
    assert "Proposta da «sito del Comune»" in page.text
    topic = Topic.objects.using("journeys").get(name="Servizi e scadenze").pk
    words = {"title": draft.title, "body": draft.body, "link": draft.link, "topics": topic}
    desk.editor.send(address, page, seen_version="1", where_asked="1", where=["telegram"], **words)
    assert drafts("Dal sito").get().author.username == "rita"
    desk.launch(draft.pk)
    stack.until(lambda: desk.status(draft.pk) == "sent")


@pytest.mark.sweep
def test_killed_while_it_reads_each_item_is_one_draft(stack, site):
    """kill -9 as soon as somebody has begun to read; back ten minutes later."""
    for number in range(5):
        site.publishes(f"Letta con un guasto, {number}")
    site.is_due()
    stack.until(lambda: Source.objects.using("journeys").get(pk=site.source.pk).next_read_at > stack.now())
    stack.kill("worker")
    stack.start_worker(later=LATER)

    stack.until(lambda: drafts("Letta con un guasto").count() >= 5)
    site.is_due()
    site.publishes("Letta con un guasto, dopo")
    stack.until(drafts("Letta con un guasto, dopo").exists)
    titles = sorted(drafts("Letta con un guasto").values_list("title", flat=True))
    assert titles == [*(f"Letta con un guasto, {n}" for n in range(5)), "Letta con un guasto, dopo"]
