"""The page *Elezioni*: what may leave now, who authorises, the names; and what *Inizio* asks of who activates."""

import re
from datetime import date

import time_machine

from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder
from tests.broadcasts.elections.periods import POLLS_CALLED, POLLS_CLOSE, active, rome, written
from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, SILVIA, SIMONA, VERA, at_desk

TODAY = "/admin/periodi-elettorali/"
HOLDERS = "/admin/cariche-politiche/"


def told(clerk, now=POLLS_CALLED, page: str = TODAY) -> str:
    with time_machine.travel(now, tick=False):
        text = at_desk(clerk).get(page).text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("&#x27;", "'")


def test_everybody_reads_until_when_and_who_authorises():
    period = active()
    hire(SILVIA)
    hire(SIMONA)
    for clerk in (GIULIA, PAOLO, ROSA, VERA, SILVIA):
        text = told(clerk)
        assert "Vale un periodo elettorale fino a lunedì 8 giugno 2026 alle 15:00" in text, clerk
        assert "Autorizza: silvia, simona." in text, clerk
        assert "Elezioni comunali 2026 dal 9 aprile 2026 all'8 giugno 2026 Attivo" in text, clerk
        assert "Anche un'emergenza vuole tre persone" in text, clerk
    ElectoralPeriod.objects.filter(pk=period.pk).update(standing_order_number="7/2026")
    assert "con una sola autorizzazione (ordine permanente n. 7/2026)" in told(GIULIA)


def test_nothing_holds_and_nobody_authorises_and_what_comes_next():
    text = told(GIULIA)
    assert "Oggi non vale nessun periodo elettorale" in text
    assert "Non autorizza nessuno: nel gruppo Autorizzatore elettorale" in text
    assert "Che cosa può partire adesso" not in text

    active(warning_from=date(2026, 3, 10))
    text = told(GIULIA, rome(2026, 3, 12, 9))
    assert "Da giovedì 9 aprile 2026 comincia il periodo elettorale «Elezioni comunali 2026»" in text
    assert "Oggi non vale nessun periodo elettorale" in text
    assert "art. 29" not in told(GIULIA, rome(2026, 3, 9, 9))


def test_the_names_stand_there_and_who_authorises_keeps_them():
    desk = at_desk(SILVIA)
    desk.post(f"{HOLDERS}aggiungi/", {"name": "Ada", "surname": "Bianchi", "role": "mayor"})
    (ada,) = OfficeHolder.objects.all()
    form = f"{HOLDERS}{ada.pk}/modifica/"
    for clerk in (SILVIA, PAOLO):
        assert form in at_desk(clerk).get(HOLDERS, follow=True).text
    for clerk in (GIULIA, ROSA):
        assert "Bianchi" not in at_desk(clerk).get(TODAY).text
        assert at_desk(clerk).get(HOLDERS).status_code == 403
    assert at_desk(PAOLO).post(f"{HOLDERS}{ada.pk}/elimina/", {"post": "yes"}).status_code == 403
    desk.post(f"{HOLDERS}{ada.pk}/elimina/", {"post": "yes"})
    assert not OfficeHolder.objects.exists()


# ── Inizio ──────────────────────────────────────────────────────────────────────────────────────────────────

HOME = "/admin/"


def test_a_draft_waits_for_who_did_not_write_it_and_after_the_polls_the_run_off_is_asked_for():
    written()
    assert "Periodo elettorale: Elezioni comunali 2026 di giulia" in told(SILVIA, page=HOME)
    ElectoralPeriod.objects.update(changed_by=hire(SILVIA))
    assert "Periodo elettorale:" not in told(SILVIA, page=HOME)
    assert "Periodo elettorale:" in told(SIMONA, page=HOME)
    assert "Periodo elettorale:" not in told(GIULIA, page=HOME)

    active()
    assert "c'è il ballottaggio?" not in told(SILVIA, page=HOME)
    assert "Elezioni comunali 2026: c'è il ballottaggio?" in told(SILVIA, POLLS_CLOSE, HOME)
