"""The Comune's own site proposes drafts: a person takes them up, another approves; the key does neither."""

from datetime import timedelta

import pytest
from django.test import Client

from broadcasts.launching import approval
from broadcasts.launching.decisions import CannotLaunch, ask_review, launch
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.web.api.models import SystemDraft, SystemToken
from cascina_whatsapp.web.api.tokens import Scope
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, VERA, at_desk
from tests.web.api.systems import DRAFTS, NEWS, SITE, key, propose, shown

pytestmark = pytest.mark.django_db
KEYS = "/admin/chiavi-dei-sistemi/"


def only() -> Campaign:
    return Campaign.objects.get()


def test_the_site_proposes_and_two_people_send(settings):
    settings.LAUNCH_GRACE_SECONDS = 0
    giulia = hire(GIULIA)
    answer = propose(key())
    assert (answer.status_code, answer.json()["stato"]) == (201, "proposta")
    draft, paolo = only(), hire(PAOLO)
    assert (draft.status, draft.author, draft.chosen_topics[0].name) == (
        CampaignStatus.DRAFT,
        None,
        "Viabilità e cantieri",
    )
    home = at_desk(GIULIA).get("/admin/").text
    assert "proposta da «sito del Comune»" in home
    page = at_desk(GIULIA).get(f"/admin/messaggi/{draft.pk}/modifica/").text
    assert "Proposta da «sito del Comune», oggi all" in page  # "alle 9:05", "all'1:05"
    assert "proposta" in StaffNotice.objects.filter(person=giulia).latest("pk").sentence
    with pytest.raises(CannotLaunch) as refused:  # nobody has taken it up
        launch(campaign=draft, by=paolo, now=NOW)
    assert approval.UNTAKEN in str(refused.value)
    ask_review(campaign=draft, by=paolo, now=NOW)
    assert [one.sentence for one in approval.objections(draft, paolo)] == [approval.OWN]
    assert approval.objections(draft, giulia) == []


def test_who_saves_a_proposed_draft_first_is_its_author_and_does_not_approve_it():
    propose(key())
    page, giulia = f"/admin/messaggi/{only().pk}/", hire(GIULIA)
    form = {"title": "Via Roma chiusa lunedì", "body": NEWS["testo"], "link": NEWS["collegamento"]}
    form |= {"topics": [str(only().chosen_topics[0].pk)], "seen_version": "1"}
    at_desk(GIULIA).post(f"{page}modifica/", form)
    assert only().author == giulia
    assert [one.sentence for one in approval.objections(only(), giulia)] == [approval.OWN]
    home = at_desk(GIULIA).get("/admin/").text
    assert "Via Roma chiusa lunedì" in home
    assert "proposta da" not in home


def test_the_same_item_gives_the_same_draft_also_once_it_was_turned_down():
    words, other = key(), key("calendario eventi")
    first = propose(words)
    again = propose(words)
    assert (again.status_code, again.json()) == (200, first.json())
    for others in ({"titolo": "Un altro titolo"}, {"testo": "A."}, {"collegamento": ""}, {"argomenti": []}):
        assert propose(words, **others).status_code == 409, others
    assert propose(other).status_code == 201  # another system's own name of something else
    Campaign.objects.filter(pk=first.json()["id"]).delete()
    assert propose(words, titolo="Un altro titolo").status_code == 409
    assert propose(words).json() == {"id": None, "riferimento": "notizie/812", "stato": "scartata"}
    assert Campaign.objects.count() == 1


def test_a_system_sees_its_own_drafts_only_by_whichever_of_its_keys():
    mine, new, other = key(), key(), key("calendario eventi")
    propose(mine)
    assert propose(new).status_code == 200  # a key that takes the place of another proposes nothing twice
    client = Client()
    assert client.get(f"{DRAFTS}/notizie/812", headers=shown(new)).json()["stato"] == "proposta"
    assert client.get(f"{DRAFTS}/notizie/812", headers=shown(other)).status_code == 404


WRONG = [
    ({"titolo": ""}, ["titolo"]),
    ({"titolo": 3, "testo": None, "collegamento": "http://x.it", "riferimento": "con spazi"}, None),
    ({"testo": "a\x00b"}, ["testo"]),
    ({"testo": "x" * 4001}, ["testo"]),
    ({"titolo": "x" * 201}, ["titolo"]),
    ({"collegamento": "javascript:alert(1)"}, ["collegamento"]),
    ({"collegamento": "https://[x"}, ["collegamento"]),
    ({"argomenti": ["calcio"]}, ["argomenti"]),
    ({"argomenti": [["viabilita-e-cantieri"]]}, ["argomenti"]),
    ({"argomenti": "viabilita-e-cantieri"}, ["argomenti"]),
    ({"stato": "approved", "author": 1}, ["stato", "author"]),
]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_made():
    words = key()
    for news, fields in WRONG:
        answer = propose(words, **news)
        assert answer.status_code == 422, news
        told = [one["campo"] for one in answer.json()["errori"]]
        assert told == (fields or ["riferimento", "titolo", "testo", "collegamento"])
    assert not Campaign.objects.exists()
    assert not SystemDraft.objects.exists()


def test_so_many_an_hour_and_so_many_a_day(settings):
    settings.API_DRAFTS_PER_HOUR, settings.API_DRAFTS_PER_DAY = 2, 3
    words, other = key(), key("calendario eventi")
    assert [propose(words, riferimento=f"n/{n}").status_code for n in range(3)] == [201, 201, 429]
    refused = propose(words, riferimento="n/9")
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert propose(words, riferimento="n/0").status_code == 200  # it is there already
    assert propose(key(), riferimento="n/8").status_code == 429  # a second key is no second ration
    assert propose(other, riferimento="n/8").status_code == 201
    SystemDraft.objects.update(at=NOW.now(NOW.tzinfo) - timedelta(hours=2))
    assert [propose(words, riferimento=f"m/{n}").status_code for n in range(2)] == [201, 429]


# ── The keys ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_key_is_shown_once_told_to_the_others_and_revoked():
    hire(VERA)
    desk = at_desk(SARA)
    page = desk.post(f"{KEYS}aggiungi/", {"system": SITE, "scopes": [Scope.PROPOSE.value]}).text
    words = page.partition('value="csc_')[2].partition('"')[0]
    token = SystemToken.objects.get()
    assert propose(f"csc_{words}").status_code == 201
    token.refresh_from_db()
    assert token.used_on is not None
    assert words not in str(vars(token))
    pages = [desk.get(KEYS).text, desk.get(f"{KEYS}{token.pk}/modifica/").text]
    assert all(token.prefix in one and words not in one for one in pages)
    desk.post(f"{KEYS}{token.pk}/revoca/")
    assert propose(f"csc_{words}", riferimento="n/2").status_code == 401
    events = TrailRecord.objects.order_by("sequence").values_list("event", flat=True)
    assert [one for one in events if one.startswith("system")] == [
        "system_token_made",
        "system_token_revoked",
    ]
    assert words not in str(list(TrailRecord.objects.values()))


def test_only_who_administers_and_was_just_confirmed_makes_a_key(settings):
    assert at_desk(GIULIA).get(f"{KEYS}aggiungi/").status_code == 403
    settings.CONFIRM_MINUTES = 0
    answer = at_desk(SARA).post(f"{KEYS}aggiungi/", {"system": SITE, "scopes": [Scope.PROPOSE.value]})
    assert "/admin/conferma" in answer.headers["Location"]
    assert not SystemToken.objects.exists()
