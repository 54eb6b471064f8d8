"""The row of actions below what counts on a page: where each stands, and what a click does."""

import re

from django.template.loader import render_to_string

from cascina_whatsapp.presentation.acts import Act, Acts

STOP = Act(label="Ferma", address="/ferma/", posts=True)
COPY = Act(label="Copia", address="/copia/", posts=True, fields={"title": "Mercato"})
PRINT = Act(label="Stampa", address="#", css="print")
CANCEL = Act(label="Annulla il messaggio", address="/annulla/", posts=True, is_final=True)


def drawn(acts: Acts) -> str:
    return render_to_string("admin/acts.html", {"acts": acts, "csrf_token": "secret"})


def test_the_next_step_is_dark_and_what_nobody_can_undo_is_red_and_last():
    text = drawn(Acts(dark=STOP, menu=(CANCEL, COPY, PRINT)))
    labels = re.findall(r">(Ferma|Copia|Stampa|Annulla il messaggio)<", text)
    assert labels == ["Ferma", "Copia", "Stampa", "Annulla il messaggio"]
    assert '<button class="button main">Ferma</button>' in text
    assert '<button class="for-good">Annulla il messaggio</button>' in text


def test_a_form_posts_to_its_own_address_with_its_fields_and_the_token():
    text = drawn(Acts(pale=COPY))
    assert '<form method="post" action="/copia/">' in text
    assert '<input type="hidden" name="title" value="Mercato">' in text
    assert 'name="csrfmiddlewaretoken" value="secret"' in text
    assert "foldout" not in drawn(Acts(dark=STOP))
    assert drawn(Acts()).strip() == ""
