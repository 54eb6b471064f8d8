"""The bar on every page: why broadcasts cannot leave, what to do, for whom."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import AccountNotice, Campaign, NumberStatus, WhatsAppTemplate
from broadcasts.reporting import daily_limit
from broadcasts.rules import failure_reasons, standard_templates
from broadcasts.rules.account.number_states import Token
from broadcasts.sending import rate_limiter
from cascina_whatsapp.staff_site import alerts
from cascina_whatsapp.staff_site.alerts.warnings import WarningFacts
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from tests.builders import NOW, approve_templates, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, STAFF, VERA, at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
WELL = alerts.Facts(
    last_tick=NOW,
    next_slot=0,
    name_status="APPROVED",
    templates=dict.fromkeys(standard_templates.NAMES, "APPROVED"),
)
TEMPLATES, NUMBER = "/admin/modelli-whatsapp/", "/admin/stato-del-numero/"


def only(**status) -> dict:
    return {"templates": WELL.templates | status}


def halted(*sentences: str) -> dict:
    return {
        "halted": [
            {"pk": number, "title": f"Avviso {number}", "pause_reason": reason}
            for number, reason in enumerate(sentences, 1)
        ]
    }


def leaving(people: dict[int, int]) -> list:
    """In how many hours how many people count no more, as it is kept."""
    return [[(NOW + timedelta(hours=hours)).isoformat(), many] for hours, many in people.items()]


CONDITIONS = [
    ({}, []),
    ({"last_tick": NOW - timedelta(seconds=60)}, []),
    (
        {"last_tick": NOW - timedelta(minutes=2)},
        [
            "Il sistema è fermo dalle 9:58: nessun messaggio parte e nessuna risposta esce. Chi amministra il "
            "sistema deve riavviarlo; poi tutto riprende da solo, senza perdere nulla."
        ],
    ),
    ({"last_tick": NOW - timedelta(days=1)}, ["Il sistema è fermo da ieri alle 10:00: "]),
    ({"last_tick": None}, ["Il sistema è fermo: nessun messaggio parte"]),
    ({"next_slot": NOW.timestamp() + 10}, []),
    (
        {"next_slot": NOW.timestamp() + 300},
        ["WhatsApp ha chiesto di rallentare: gli invii riprendono da soli alle 10:05. Non serve fare nulla."],
    ),
    (
        {"name_status": "DECLINED"},
        [
            "Presso WhatsApp il nome del Comune è rifiutato: i messaggi possono non partire. Chi amministra "
            "l'account deve farlo approvare in Gestione WhatsApp."
        ],
    ),
    ({"daily_limit": 250, "leaving": leaving({1: 200, 2: 49})}, []),
    ({"daily_limit": 250, "leaving": leaving({-1: 200, 2: 200})}, []),
    ({"daily_limit": None, "leaving": leaving({1: 250})}, []),
    (
        {"daily_limit": 2000, "leaving": leaving({-1: 7, 2: 1000, 4: 1000})},
        [
            "Il limite giornaliero di WhatsApp è esaurito (2.000 al giorno): chi resta riceve i messaggi da solo "
            "quando si libera posto, dalle 12:00. Non serve fare nulla."
        ],
    ),
    ({"name_status": "EXPIRED"}, ["Presso WhatsApp il nome del Comune è scaduto"]),
    ({"name_status": ""}, []),
    ({"connection": "CONNECTED"}, []),
    ({"connection": "FLAGGED"}, []),
    (
        {"connection": "BANNED"},
        [
            "Presso WhatsApp il numero risulta bloccato: i messaggi possono non partire. Nessun messaggio parte."
        ],
    ),
    ({"connection": "DISCONNECTED"}, ["Presso WhatsApp il numero risulta scollegato"]),
    ({"connection": "A_WORD_OF_TOMORROW"}, []),
    (
        {"token": Token(refused_at=NOW)},
        ["WhatsApp non accetta la chiave di accesso. Finché non è accettata non parte nulla"],
    ),
    ({"token": Token(accepted_at=NOW, expires_at=NOW + timedelta(days=15))}, []),
    (
        {"token": Token(accepted_at=NOW, expires_at=NOW + timedelta(days=6))},
        [
            "La chiave di accesso a WhatsApp scade fra 6 giorni. Chi amministra il sistema ne crea una nuova "
            "e riavvia il servizio"
        ],
    ),
    (
        {"token": Token(accepted_at=NOW, lacks="whatsapp_business_messaging")},
        ["Alla chiave di accesso mancano dei permessi (whatsapp_business_messaging)"],
    ),
    (
        only(text=None, image=None, document=None),
        [
            "A WhatsApp manca il testo fisso per messaggi di testo, immagini e PDF: questi messaggi non partono. Va "
            "mandato da leggere: lo fa chi amministra il sistema."
        ],
    ),
    (
        only(image="PENDING"),
        ["WhatsApp sta leggendo il testo fisso per immagini: questi messaggi non partono."],
    ),
    (
        only(text="REJECTED"),
        [
            "WhatsApp ha rifiutato il testo fisso per messaggi di testo: questi messaggi non partono. Leggi il motivo"
        ],
    ),
    (
        only(text="PAUSED", document="PAUSED"),
        [
            "WhatsApp ha sospeso il testo fisso per messaggi di testo e PDF: questi messaggi non partono. Riparte"
        ],
    ),
    (
        only(invitation_text=None, invitation_document=None),
        [
            "A WhatsApp manca il testo fisso per inviti di testo e inviti con PDF: questi messaggi non partono."
        ],
    ),
    (
        {"warning": WarningFacts(pk=1, field="account_update")},
        ["WhatsApp ha richiamato il Comune. Gli inviti sono fermi."],
    ),
    (
        {"warning": WarningFacts(pk=1, field="account_update", until=NOW + timedelta(days=7))},
        ["WhatsApp ha messo dei limiti al Comune, fino a lunedì 15 giugno 2026 alle 10:00. Gli inviti"],
    ),
    (
        {"warning": WarningFacts(pk=1, field="template_category_update", until=NOW + timedelta(days=1))},
        ["Da martedì 9 giugno 2026 alle 10:00 WhatsApp fa pagare degli avvisi come inviti. Gli inviti"],
    ),
    (only(text="DISABLED"), ["WhatsApp ha disattivato il testo fisso per messaggi di testo"]),
    (only(text="LIMIT_EXCEEDED"), ["WhatsApp non lascia usare il testo fisso per messaggi di testo"]),
    (
        only(text="REJECTED", image="PAUSED"),
        [
            "WhatsApp ha rifiutato il testo fisso per messaggi di testo",
            "WhatsApp ha sospeso il testo fisso per immagini",
        ],
    ),
    (
        halted(failure_reasons.halt(190)),
        [
            "L'invio di «Avviso 1» si è fermato da solo. WhatsApp non accetta più la chiave di accesso: va "
            "rinnovata. Chi amministra il sistema deve rinnovare la chiave di accesso; "
            "poi riprendi."
        ],
    ),
    (
        halted("a.", "b", "c", "d"),
        ["L'invio di «Avviso 1»", "L'invio di «Avviso 2»", "L'invio di «Avviso 3»", "Anche altri invii"],
    ),
]


@pytest.mark.parametrize(("facts", "told"), CONDITIONS)
def test_what_is_wrong_and_what_to_do(facts, told):
    now = replace(WELL, **facts)
    found = [alert.sentence for _, rule in alerts.RULES for alert in rule(now, NOW)]
    assert len(found) == len(told)
    for sentence, beginning in zip(found, told, strict=True):
        assert sentence.startswith(beginning)
        assert sentence.endswith(".")


@pytest.fixture
def all_is_well():
    Heartbeat.objects.create(name="tick", at=NOW)
    approve_templates()


def bar(clerk, path: str = "/admin/novita/") -> str:
    """What the bar says on that page, and where it leads."""
    found = re.search(r'<section class="alerts".*?</section>', at_desk(clerk).get(path).text, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.usefixtures("all_is_well")
def test_there_is_no_bar_while_broadcasts_can_leave():
    assert {clerk.group: bar(clerk) for clerk in STAFF if bar(clerk)} == {}


def number(**facts) -> Callable[[], object]:
    """Meta tells this of our number."""
    return lambda: NumberStatus.objects.create(pk=1, **facts)


def use_up_the_day():
    NumberStatus.objects.create(pk=1, tier="TIER_250", daily_limit=1)
    subscribe(ANNA)
    under_way().deliveries.update(status="sent", outside_window=True, claimed_at=NOW - timedelta(hours=23))
    daily_limit.keep_leaving(NOW)


def refuse_the_token():
    subscribe(ANNA)
    under_way()
    launching.pause_and_alert(Campaign.objects.all(), reason=failure_reasons.halt(190), now=NOW)


HAPPENS = {
    "the worker stops": (
        lambda: Heartbeat.objects.update(at=NOW - timedelta(hours=1)),
        "Il sistema è fermo dalle 9:00",
        "/admin/",
    ),
    "the name is lost": (number(name_status="DECLINED"), "il nome del Comune è rifiutato", NUMBER),
    "the number is banned": (number(status="BANNED"), "il numero risulta bloccato", NUMBER),
    "the key is refused": (
        number(accepted_at=NOW - timedelta(hours=1), refused_at=NOW),
        "non accetta la chiave di accesso",
        NUMBER,
    ),
    "the day is used up": (use_up_the_day, "è esaurito (1 al giorno): chi resta", NUMBER),
    "the key grows old": (
        number(accepted_at=NOW, token_expires_at=NOW + timedelta(days=1, hours=3)),
        "La chiave di accesso a WhatsApp scade domani",
        NUMBER,
    ),
    "a template is paused": (
        lambda: WhatsAppTemplate.objects.filter(name=standard_templates.NAMES["text"]).update(
            status="PAUSED"
        ),
        "ha sospeso il testo fisso per messaggi di testo:",
        TEMPLATES,
    ),
    "there are no templates": (
        lambda: WhatsAppTemplate.objects.all().delete(),
        "manca il testo fisso per messaggi di testo, immagini, PDF, inviti di testo",
        TEMPLATES,
    ),
    "a broadcast stops": (refuse_the_token, "non accetta più la chiave di accesso", "/admin/messaggi/"),
    "Meta warns us": (
        lambda: AccountNotice.objects.create(
            at=NOW, field="account_update", event="ACCOUNT_VIOLATION", warns=True
        ),
        "WhatsApp ha richiamato il Comune",
        "/admin/avvisi-di-whatsapp/",
    ),
    "Meta asks us to slow down": (
        lambda: rate_limiter.pause(600, now=NOW.timestamp()),
        "riprendono da soli alle 10:10",
        "",
    ),
}
"""What happens → how, the words of the bar, and the page where they lead."""
READERS = {"a broadcast stops": {PAOLO}, "Meta asks us to slow down": {PAOLO, SARA}}
"""Where it is not everybody who can do something."""


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize("what", HAPPENS)
def test_who_may_do_something_is_told_and_led_to_the_page(what):
    happens, words, page = HAPPENS[what]
    happens()
    told = {clerk: bar(clerk) for clerk in STAFF}
    readers = READERS.get(what, {GIULIA, PAOLO, SARA})
    assert {clerk for clerk, text in told.items() if words in text} == readers
    assert not page or all(f'<a href="{page}' in told[clerk] for clerk in readers)


@pytest.mark.usefixtures("all_is_well")
def test_the_last_pause_counts():
    subscribe(ANNA)
    made, paolo = under_way(), hire(PAOLO)
    launching.pause_and_alert([made], reason="WhatsApp non risponde", now=NOW)
    assert "WhatsApp non risponde." in bar(PAOLO)
    launching.resume(campaign=made, by=paolo, now=NOW + timedelta(minutes=1))
    assert bar(PAOLO) == ""
    launching.pause(campaign=made, by=paolo, now=NOW + timedelta(minutes=2), reason="Aspettiamo")
    assert bar(PAOLO) == ""


def test_it_is_on_every_page_and_a_stranger_at_the_login_is_told_nothing(client):
    for clerk, path in (
        (GIULIA, "/admin/messaggi/"),
        (GIULIA, "/admin/messaggi/aggiungi/"),
        (PAOLO, "/admin/argomenti/"),
        (SARA, "/admin/account/aggiungi/"),
        (SARA, "/admin/cambia-parola-d-ordine/"),
    ):
        assert "Il sistema è fermo" in bar(clerk, path), path
    assert "Il sistema è fermo" not in client.get(reverse("admin:login")).text


def test_it_costs_one_query(django_assert_num_queries):
    for clerk in (PAOLO, SARA, ROSA, VERA):
        user = hire(clerk)
        user.get_all_permissions()  # the page has asked for them anyway
        with django_assert_num_queries(1):
            alerts.for_user(user, NOW)
