"""What the words and the address of a button that opens a page may be, as tables."""

import pytest

from broadcasts.rules.words import page_buttons

SITE = page_buttons.SITE
GOOD, SHORT, FORWARDS, COUNTS, ODD = (
    "",
    "abbreviato",
    "rimanda altrove",
    "serve a contare",
    "indirizzo valido",
)


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (f"{SITE}eventi/concerto", GOOD),
        (f"{SITE}prenota?giorno=15&posti=2#modulo", GOOD),
        ("https://www.youtube.com/watch?v=abc", GOOD),
        ("https://www.google.com/maps/place/Cascina", GOOD),
        ("https://bit.ly/3xyz", SHORT),
        ("https://www.bit.ly/3xyz", SHORT),
        ("https://go.page.link/a", SHORT),
        ("https://wa.me/39335385843", SHORT),
        ("https://maps.app.goo.gl/abc", SHORT),
        ("https://notbit.ly/a", GOOD),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.it", FORWARDS),
        ("https://www.google.com/url?q=https://a.it", FORWARDS),
        ("https://mygoogle.com/url?q=orari", GOOD),
        ("https://eur01.safelinks.protection.outlook.com/?url=a", FORWARDS),
        ("https://comune.us7.list-manage.com/track/click?u=1", FORWARDS),
        ("https://click.newsletter.it/a", FORWARDS),
        (f"{SITE}a?utm_source=whatsapp", COUNTS),
        (f"{SITE}a?giorno=1&FBCLID=x", COUNTS),
        (f"{SITE}a?gclid=", COUNTS),
        ("https://utente:parola@www.comune.cascina.pi.it/", ODD),
        ("https://www.comune.cascina.pi.it@male.it/", ODD),
        ("https://127.0.0.1/a", ODD),
        ("https://[::1]/a", ODD),
        ("https://intranet/a", ODD),
        (f"{SITE}{{{{1}}}}", ODD),
        ("https://[", ODD),
        (SITE + "a" * 400, "troppo lungo"),
    ],
)
def test_an_address_is_the_page_s_own(link: str, why: str):
    told = page_buttons.link_problem(link)
    assert (why in told) if why else not told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Prenota su bit.ly/3xyz.", "«bit.ly» è un indirizzo abbreviato"),
        ("Vedi https://forms.gle/abc, entro lunedì", "«forms.gle» è un indirizzo abbreviato"),
        ("Vedi www.comune.cascina.pi.it/a?fbclid=1", "Togli «fbclid»"),
        (f"Vedi {SITE}avvisi, oppure www.regione.toscana.it.", ""),
        ("Scrivi a urp@bit.ly, o vai su orbit.ly/a; 15.30/16", ""),
        ("Il sito è https://w", ""),  # half an address, as while it is typed
    ],
)
def test_an_address_in_a_text_leads_where_it_says(text: str, why: str):
    told = page_buttons.problem_in(text)
    assert told.startswith(why) if why else not told


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("", ""),
        ("Prenota un posto", ""),
        ("Più informazioni", ""),
        ("Compila il modulo 1/2", "togline 1"),
        ("Prenota 🎉", "niente emoji"),
        ("*Prenota*", "niente emoji"),
        ("{{1}}", "niente emoji"),
        ("cancellazione", "già l'altro pulsante"),
    ],
)
def test_the_words_on_it(label: str, why: str):
    told = page_buttons.label_problem(label, taken="Cancellazione")
    assert (why in told) if why else not told


@pytest.mark.parametrize(
    ("link", "label", "suffix"),
    [
        (f"{SITE}eventi/concerto", "", "eventi/concerto"),
        (f"{SITE}eventi?a=1#b", "Apri la pagina", "eventi?a=1#b"),
        (f"{SITE}eventi", "Prenota", None),
        (SITE, "", None),
        ("https://www.regione.toscana.it/a", "", None),
        ("https://comune.cascina.pi.it/a", "", None),
        ("https://www.comune.cascina.pi.it.male.it/a", "", None),
    ],
)
def test_what_a_standard_template_can_open(link: str, label: str, suffix: str | None):
    assert page_buttons.suffix(link, label) == suffix
