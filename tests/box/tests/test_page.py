"""The page of the phones, in a real browser: speaking, pressing, receiving, and being usable by everybody."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.looks import LOOKS, faults

from .running import ACCOUNT, ANNA, BRUNO, definition, message

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


@pytest.fixture
def page(new_page, box):
    """A page of the simulator."""
    return new_page()


def open_phone(page, box, *people: str) -> None:
    """Open the page with the phones of some people, who have already said hello."""
    for person in people:
        box.control("say", {"citizen": person, "text": "Buongiorno"})
    page.goto(f"{box.url}/?" + "&".join(f"citizen={quote(person)}" for person in people))
    expect(page.locator(".bubble")).to_have_count(len(people))


def with_buttons(**parts: object) -> dict:
    """A message with a reply button."""
    action = {"buttons": [{"type": "reply", "reply": {"id": "topics", "title": "Scegli argomenti"}}]}
    content = {"type": "button", "body": {"text": "La tua iscrizione è attiva."}, "action": action}
    return {"type": "interactive", "text": None, "interactive": content | parts}


def test_a_typed_word_reaches_the_service(page, box, service):
    open_phone(page, box, ANNA)
    page.get_by_label(f"Messaggio di {ANNA}").fill("Iscrizione")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble.mine").last).to_contain_text("Iscrizione")
    service.wait_for(lambda: len(service.items("messages")) == 2)
    assert service.items("messages")[1]["text"] == {"body": "Iscrizione"}


def test_a_pressed_button_answers_the_message_it_belongs_to(page, box, service):
    open_phone(page, box, ANNA)
    wamid = box.post(message(**with_buttons())).json()["messages"][0]["id"]
    page.get_by_role("button", name="Scegli argomenti").click()
    service.wait_for(lambda: len(service.items("messages")) == 2)
    pressed = service.items("messages")[1]
    assert pressed["interactive"]["button_reply"] == {"id": "topics", "title": "Scegli argomenti"}
    assert pressed["context"] == {"id": wamid}


def test_a_list_opens_a_chooser(page, box, service):
    open_phone(page, box, ANNA)
    rows = [{"id": "culture", "title": "Eventi e cultura", "description": "Manifestazioni"}]
    action = {"button": "Scegli", "sections": [{"title": "Argomenti", "rows": rows}]}
    box.post(message(**with_buttons(type="list", action=action)))
    page.get_by_role("button", name="Scegli", exact=False).last.click()
    page.get_by_role("dialog").get_by_role("button", name="Eventi e cultura").click()
    service.wait_for(lambda: len(service.items("messages")) == 2)
    assert service.items("messages")[1]["interactive"]["list_reply"]["id"] == "culture"


def test_what_arrives_leaves_the_typed_text_alone(page, box):
    open_phone(page, box, ANNA)
    field = page.get_by_label(f"Messaggio di {ANNA}")
    field.fill("Vorrei")
    box.post(message(text={"body": "Una notizia"}))
    expect(page.locator(".bubble.theirs")).to_contain_text("Una notizia")
    expect(field).to_have_value("Vorrei")
    expect(field).to_be_focused()


def test_each_phone_shows_only_its_own_messages(page, box):
    open_phone(page, box, ANNA, BRUNO)
    box.post(message(to=BRUNO, text={"body": "Solo per Bruno"}))
    expect(page.locator(".phone").nth(1)).to_contain_text("Solo per Bruno")
    expect(page.locator(".phone").nth(0)).not_to_contain_text("Solo per Bruno")
    page.locator(".phone").nth(1).get_by_role("button", name="Chiudi").click()
    expect(page.locator(".phone")).to_have_count(1)


def test_another_phone_is_opened_by_its_number(page, box):
    open_phone(page, box, ANNA)
    page.get_by_label("Numero di telefono").fill("320 000 0002")
    page.get_by_role("button", name="Apri il telefono").click()
    expect(page.locator(".phone").nth(1)).to_contain_text(BRUNO)


def test_marks_are_shown_and_markup_is_only_text(page, box):
    open_phone(page, box, ANNA)
    text = "*Grassetto* _corsivo_ ~barrato~ ```fisso``` 2*3*4 <b>no</b> vedi https://example.org/a_b_c."
    box.post(message(text={"body": text}))
    bubble = page.locator(".bubble.theirs .text")
    expect(bubble.locator("strong")).to_have_text("Grassetto")
    expect(bubble.locator("em")).to_have_text("corsivo")
    expect(bubble.locator("s")).to_have_text("barrato")
    expect(bubble.locator("code")).to_have_text("fisso")
    expect(bubble.locator("a")).to_have_attribute("href", "https://example.org/a_b_c")
    expect(bubble).to_contain_text("2*3*4 <b>no</b>")
    expect(bubble.locator("b")).to_have_count(0)


def test_settings_are_applied(page, box):
    open_phone(page, box, ANNA)
    page.get_by_role("heading", name="Impostazioni").click()
    page.get_by_label("Ordine").select_option("reversed")
    page.get_by_label("Attesa massima").fill("40")
    page.get_by_role("button", name="Applica").click()
    expect(page.get_by_label("Attesa massima")).to_have_value("40")
    page.wait_for_function(
        "fetch('/simulator/settings').then(r => r.json()).then(s => s.latency_ms[1] === 40)"
    )
    assert box.control("settings")["status_order"] == "reversed"


def test_the_account_is_warned_and_a_template_costs_otherwise(page, box, service):
    open_phone(page, box, ANNA)
    box.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    page.get_by_role("heading", name="Richiami e costi").click()
    page.get_by_role("button", name="Richiama il Comune").click()
    expect(page.get_by_text("Il Comune è stato richiamato.")).to_be_visible()
    page.get_by_role("button", name="Costa come un invito").click()
    expect(page.get_by_label("Quale")).to_contain_text("avviso: invito, approvato")
    page.get_by_role("button", name="Sospendi", exact=True).click()
    expect(page.get_by_label("Quale")).to_contain_text("avviso: invito, sospeso")
    service.wait_for(
        lambda: "UTILITY_TEMPLATE_ABUSE" in "".join(post.body.decode() for post in service.posts)
    )


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_use_the_page(new_page, box, look):
    page = new_page(**LOOKS[look])
    open_phone(page, box, ANNA)
    box.post(message(**with_buttons(footer={"text": "Comune di Cascina"})))
    expect(page.locator(".bubble.theirs")).to_have_count(1)
    for panel in page.locator("details > summary").all():
        panel.click()
    assert faults(page) == []


def test_pages_come_with_a_strict_policy(box):
    page = box.http.get(box.url)
    assert page.headers["Content-Security-Policy"] == "default-src 'self'; img-src 'self' blob: data:"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert box.http.get(f"{box.url}/../town.py").status_code == 404
