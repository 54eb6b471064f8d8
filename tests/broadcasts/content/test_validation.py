"""What is wrong with a broadcast, said to who can mend it, beside the field to mend."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from broadcasts.content import validation
from broadcasts.models import WhatsAppTemplate
from tests.builders import NOW, approve_templates, campaign, choose, subscribe, topic
from tests.people import ANNA


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (200, 200), "white").save(file, "PNG")
    return file.getvalue()


def pdf() -> bytes:
    document, file = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(200, 200)
    document.save(file)
    document.close()
    return file.getvalue()


def fields(problems: list[validation.Problem]) -> list[str]:
    return [problem.field for problem in problems]


@pytest.mark.parametrize(
    ("kind", "attachment"),
    [("text", None), ("image", picture), ("document", pdf)],
    ids=["text", "image", "PDF"],
)
def test_a_good_broadcast_has_no_problems(kind: str, attachment, ready):
    content = attachment and attachment()
    assert validation.launch_problems(campaign(kind=kind, attachment=content), NOW) == []


@pytest.mark.parametrize(
    ("overrides", "field", "says"),
    [
        ({"title": ""}, "title", "Scrivi il titolo"),
        ({"title": "Via Roma\nchiusa"}, "title", "Togli gli a capo"),
        ({"body": ""}, "body", "Scrivi il testo"),
        ({"body": " \u00a0 "}, "body", "Scrivi il testo"),
        ({"body": "Lunedì {{giorno}}\nmartedì"}, "body", "Togli le parentesi graffe doppie"),
        ({"body": "Lunedì\n\nmar\ttedì"}, "body", "Togli le tabulazioni"),
        ({"body": "Lunedì\nmar     tedì"}, "body", "Togli gli spazi ripetuti"),
        ({"body": "Lunedì\n" + "x" * 2000}, "body", "Il testo è troppo lungo"),
        ({"body": "Lunedì\tmartedì"}, "body", "Togli le tabulazioni"),
        ({"body": "Lunedì     martedì"}, "body", "Togli gli spazi ripetuti"),
        ({"body": "x" * 2000}, "body", "Il testo è troppo lungo"),
        ({"link": ""}, "link", "Scrivi il collegamento"),
        ({"link": "http://www.comune.cascina.pi.it/"}, "link", "https://"),
        ({"kind": "image"}, "attachment", "Manca l'immagine"),
        ({"kind": "document"}, "attachment", "Manca il PDF"),
        ({"attachment": b"x"}, "attachment", "solo testo non ha allegati"),
        ({"is_urgent": True}, "urgent_reason", "motivo scritto"),
        ({"is_urgent": True, "urgent_reason": "  "}, "urgent_reason", "motivo scritto"),
    ],
)
def test_what_the_author_can_mend(overrides: dict, field: str, says: str):
    (problem,) = validation.content_problems(campaign(**overrides))

    assert problem.field == field
    assert says in problem.sentence


def test_the_text_may_be_as_long_as_the_template_allows_and_no_longer():
    draft = campaign(body="x" * 2000)
    excess = int(
        validation.content_problems(draft)[0].sentence.split("togli ")[1].split()[0].replace(".", "")
    )
    draft.body = "x" * (2000 - excess)
    assert validation.content_problems(draft) == []

    draft.body += "x"
    (problem,) = validation.content_problems(draft)
    assert "togli 1 carattere." in problem.sentence


def test_an_author_hears_of_everything_at_once_and_of_nothing_else_before_it_is_right():
    draft = campaign(title="", body="a\tb", link="", is_urgent=True)
    assert fields(validation.content_problems(draft)) == ["title", "body", "link", "urgent_reason"]
    assert fields(validation.launch_problems(draft, NOW)) == ["title", "body", "link", "urgent_reason"]


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("body", "Prenota su bit.ly/3xyz entro lunedì."),
        ("body", "Prenota su https://www.google.com/url?q=https://a.it entro lunedì."),
        ("link", "https://bit.ly/3xyz"),
        ("button_link", "https://bit.ly/3xyz"),
    ],
)
def test_no_address_of_a_message_hides_where_it_leads(field: str, written: str):
    assert fields(validation.content_problems(campaign(**{field: written}))) == [field]


@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [
        ("image", "", "Scrivi che cosa si vede nell'immagine"),
        ("image", " \n", "Scrivi che cosa si vede nell'immagine"),
        ("image", "IMG_2041.JPG", "È il nome di un file"),
        ("image", "Locandina della fiera: sabato 20 giugno, piazza Martiri.", None),
        ("document", "", None),
        ("text", "", None),
    ],
)
def test_a_picture_is_told_to_who_does_not_see_it(kind: str, written: str, told: str | None):
    made = campaign(kind=kind, picture_text=written, **({} if kind == "text" else {"attachment": picture()}))
    if kind == "document":
        made.attachment.name = "a.pdf"
    found = validation.content_problems(made)
    assert [problem.field for problem in found] == (["picture_text"] if told else [])
    assert not told or found[0].sentence.startswith(told)


@pytest.mark.parametrize(
    ("kind", "content"), [("image", b"no picture"), ("image", b"%PDF-1.4"), ("document", b"no PDF")]
)
def test_the_file_must_be_what_it_says(kind: str, content: bytes, ready):
    assert fields(validation.launch_problems(campaign(kind=kind, attachment=content), NOW)) == ["attachment"]


def test_a_file_that_was_lost_is_noticed(ready):
    draft = campaign(kind="image", attachment=picture())
    draft.attachment.storage.delete(draft.attachment.name)
    (problem,) = validation.launch_problems(draft, NOW)

    assert problem.sentence == "Il file allegato non si trova più: caricalo di nuovo."


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("PENDING", "WhatsApp lo sta leggendo"),
        ("REJECTED", "rifiutato da WhatsApp"),
        ("PAUSED", "sospeso da WhatsApp"),
        ("DISABLED", "disattivato da WhatsApp"),
        ("", "manca presso WhatsApp"),
    ],
)
def test_only_an_approved_template_can_go_out(status: str, told: str):
    subscribe(ANNA)
    approve_templates(status)
    WhatsAppTemplate.objects.filter(status="").delete()
    (problem,) = validation.launch_problems(campaign(), NOW)
    assert problem.field == ""
    assert problem.sentence.startswith(f"Testo fisso per gli avvisi di solo testo: {told}. ")


def test_a_broadcast_for_nobody_does_not_leave():
    approve_templates()
    subscribe(ANNA)
    choose(ANNA, topic("Eventi e cultura"))
    (problem,) = validation.launch_problems(campaign(), NOW)

    assert problem.field == "topics"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"topics": []}, ["topics"]),
        ({"topics": [], "to_everybody": True}, ["everybody_reason"]),
        ({"to_everybody": True, "everybody_reason": "  "}, ["everybody_reason"]),
        ({"topics": [], "to_everybody": True, "everybody_reason": "Sciopero di tutti gli uffici"}, []),
    ],
)
def test_it_is_for_topics_or_with_a_reason_for_everybody(fields: dict, wrong: list):
    assert [problem.field for problem in validation.content_problems(campaign(**fields))] == wrong
