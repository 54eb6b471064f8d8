"""The JSON that each message becomes, and the messages that cannot be built."""

import pytest

from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage, parameter_problem
from cascina_whatsapp.whatsapp.cloud_api.messages import (
    Button,
    Buttons,
    Document,
    Image,
    Link,
    Option,
    OptionList,
    Template,
    Text,
)
from cascina_whatsapp.whatsapp.cloud_api.people import Address

YES, NO = Button(id="join", title="Sì, mi iscrivo"), Button(id="no", title="No, grazie")


@pytest.mark.parametrize(
    ("address", "payload"),
    [
        (Address(phone="+393200000001"), {"to": "+393200000001"}),
        (Address(phone="+39335385843"), {"to": "+39335385843"}),
        (Address(bsuid="IT.1349000000000000001"), {"recipient": "IT.1349000000000000001"}),
        (Address(phone="+393200000001", bsuid="IT.1"), {"to": "+393200000001"}),
    ],
)
def test_the_phone_wins_over_the_id(address: Address, payload: dict):
    assert address.payload() == payload


@pytest.mark.parametrize(
    "names",
    [
        {},
        {"phone": "393200000001"},
        {"phone": "+39 320 0000001"},
        {"phone": "+0393200000001"},
        {"phone": "+" + "3" * 16},
        {"phone": "+39320000000١"},
        {"phone": "+393200000001\n"},
        {"bsuid": "393200000001"},
        {"bsuid": "IT."},
        {"bsuid": "IT." + "1" * 256},
    ],
)
def test_an_address_that_meta_would_misread_cannot_be_built(names: dict):
    with pytest.raises(InvalidMessage):
        Address(**names)


PAYLOADS = [
    (Text(body="Ciao"), {"type": "text", "text": {"body": "Ciao", "preview_url": True}}),
    (Image(media_id="7"), {"type": "image", "image": {"id": "7"}}),
    (
        Document(media_id="7", filename="bando.pdf"),
        {"type": "document", "document": {"id": "7", "filename": "bando.pdf"}},
    ),
    (
        Template(name="avviso", language="it"),
        {"type": "template", "template": {"name": "avviso", "language": {"code": "it"}, "components": []}},
    ),
    (
        Template(
            name="avviso_1",
            language="it",
            header=Document(media_id="7", filename="bando.pdf"),
            body={"titolo": "Scuole chiuse", "testo": "Domani"},
            quick_replies=("leave", "topics"),
        ),
        {
            "type": "template",
            "template": {
                "name": "avviso_1",
                "language": {"code": "it"},
                "components": [
                    {
                        "type": "header",
                        "parameters": [
                            {"type": "document", "document": {"id": "7", "filename": "bando.pdf"}},
                        ],
                    },
                    {
                        "type": "body",
                        "parameters": [
                            {"type": "text", "parameter_name": "titolo", "text": "Scuole chiuse"},
                            {"type": "text", "parameter_name": "testo", "text": "Domani"},
                        ],
                    },
                    {
                        "type": "button",
                        "sub_type": "quick_reply",
                        "index": "0",
                        "parameters": [{"type": "payload", "payload": "leave"}],
                    },
                    {
                        "type": "button",
                        "sub_type": "quick_reply",
                        "index": "1",
                        "parameters": [{"type": "payload", "payload": "topics"}],
                    },
                ],
            },
        },
    ),
    (
        Template(name="avviso_1", language="it", pages=("", "eventi/a"), quick_replies=("leave",)),
        {
            "type": "template",
            "template": {
                "name": "avviso_1",
                "language": {"code": "it"},
                "components": [
                    {
                        "type": "button",
                        "sub_type": "url",
                        "index": "1",
                        "parameters": [{"type": "text", "text": "eventi/a"}],
                    },
                    {
                        "type": "button",
                        "sub_type": "quick_reply",
                        "index": "2",
                        "parameters": [{"type": "payload", "payload": "leave"}],
                    },
                ],
            },
        },
    ),
    (
        Link(body="Si apre", title="Prenota", url="https://example.org/a", footer="Comune"),
        {
            "type": "interactive",
            "interactive": {
                "type": "cta_url",
                "body": {"text": "Si apre"},
                "footer": {"text": "Comune"},
                "action": {
                    "name": "cta_url",
                    "parameters": {"display_text": "Prenota", "url": "https://example.org/a"},
                },
            },
        },
    ),
    (
        Buttons(body="Vuoi?", buttons=(YES, NO), header=Image(media_id="7"), footer="Comune"),
        {
            "type": "interactive",
            "interactive": {
                "type": "button",
                "header": {"type": "image", "image": {"id": "7"}},
                "body": {"text": "Vuoi?"},
                "footer": {"text": "Comune"},
                "action": {
                    "buttons": [
                        {"type": "reply", "reply": {"id": "join", "title": "Sì, mi iscrivo"}},
                        {"type": "reply", "reply": {"id": "no", "title": "No, grazie"}},
                    ]
                },
            },
        },
    ),
    (
        OptionList(
            body="Quali?",
            button="Scegli",
            rows=(
                Option(id="1", title="Allerte", description="Meteo", section="Togli"),
                Option(id="2", title="Eventi", section="Togli"),
                Option(id="3", title="Strade", section="Aggiungi"),
            ),
        ),
        {
            "type": "interactive",
            "interactive": {
                "type": "list",
                "body": {"text": "Quali?"},
                "action": {
                    "button": "Scegli",
                    "sections": [
                        {
                            "title": "Togli",
                            "rows": [
                                {"id": "1", "title": "Allerte", "description": "Meteo"},
                                {"id": "2", "title": "Eventi"},
                            ],
                        },
                        {"title": "Aggiungi", "rows": [{"id": "3", "title": "Strade"}]},
                    ],
                },
            },
        },
    ),
]


@pytest.mark.parametrize(("message", "payload"), PAYLOADS)
def test_a_message_in_meta_s_words(message, payload: dict):
    assert message.payload() == payload


def button(**changes) -> Button:
    return Button(**{"id": "b", "title": "Sì"} | changes)


def buttons(**changes) -> Buttons:
    return Buttons(**{"body": "Vuoi?", "buttons": (YES,)} | changes)


def option(**changes) -> Option:
    return Option(**{"id": "o", "title": "Allerte"} | changes)


def option_list(**changes) -> OptionList:
    return OptionList(**{"body": "Quali?", "button": "Scegli", "rows": (option(),)} | changes)


# Who, which field, how many characters Meta allows (its pages on text, media and interactive messages).
LIMITS = [
    (Text, "body", 4096),
    (buttons, "body", 1024),
    (buttons, "footer", 60),
    (button, "id", 256),
    (button, "title", 20),
    (option_list, "body", 4096),
    (option_list, "button", 20),
    (option, "id", 200),
    (option, "title", 24),
    (option, "description", 72),
    (option, "section", 24),
]


@pytest.mark.parametrize(("build", "field", "limit"), LIMITS)
def test_the_last_character_that_fits_and_the_first_that_does_not(build, field: str, limit: int):
    build(**{field: "à" * limit})
    with pytest.raises(InvalidMessage) as refusal:
        build(**{field: "à" * (limit + 1)})
    assert (refusal.value.field, refusal.value.problem, refusal.value.limit) == (field, "too long", limit)


@pytest.mark.parametrize("blank", ["", " \n"])
@pytest.mark.parametrize(
    ("build", "field"),
    [
        (Text, "body"),
        (Image, "media_id"),
        (buttons, "body"),
        (button, "id"),
        (button, "title"),
        (option_list, "body"),
        (option_list, "button"),
        (option, "id"),
        (option, "title"),
    ],
)
def test_what_must_be_filled(build, field: str, blank: str):
    with pytest.raises(InvalidMessage, match=f"^{field}: empty"):
        build(**{field: blank})


def numbered(count: int) -> tuple[Button, ...]:
    return tuple(button(id=f"b{n}", title=f"Scelta {n}") for n in range(count))


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (3, True), (4, False)])
def test_one_to_three_buttons(count: int, fits: bool):
    assert accepted(buttons, buttons=numbered(count)) is fits


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (10, True), (11, False)])
def test_one_to_ten_options(count: int, fits: bool):
    assert accepted(option_list, rows=tuple(option(id=f"o{n}") for n in range(count))) is fits


@pytest.mark.parametrize("twin", [button(id="other", title=YES.title), button(id=YES.id, title="Altro")])
def test_two_buttons_alike_could_not_be_told_apart(twin: Button):
    assert not accepted(buttons, buttons=(YES, twin))


def test_two_options_alike_could_not_be_told_apart():
    assert not accepted(option_list, rows=(option(), option()))


@pytest.mark.parametrize("name", ["", "Avviso", "avviso urgente", "avviso-1", "città", "a" * 513])
def test_a_template_s_name_is_lower_case_ascii(name: str):
    assert not accepted(Template, name=name, language="it")


def test_a_template_needs_a_language_and_filled_payloads():
    assert not accepted(Template, name="avviso", language="")
    assert not accepted(Template, name="avviso", language="it", quick_replies=("",))


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("Domani le scuole sono chiuse.", None),
        ("quattro    spazi", None),
        ("cinque     spazi", "spaces"),
        ("", "empty"),
        ("   ", "empty"),
        ("una riga\ne un'altra", "newline"),
        ("una riga\re un'altra", "newline"),
        ("una riga\u2028e un'altra", "newline"),
        ("una\tcolonna", "tab"),
    ],
)
def test_a_template_s_parameter_is_one_tidy_line(value: str, problem: str | None):
    assert parameter_problem(value) == problem
    assert accepted(Template, name="avviso", language="it", body={"testo": value}) is (problem is None)


def test_a_parameter_longer_than_the_body_does_not_fit():
    assert accepted(Template, name="avviso", language="it", body={"testo": "a" * 1024})
    assert not accepted(Template, name="avviso", language="it", body={"testo": "a" * 1025})


@pytest.mark.parametrize(
    "written",
    [
        Text(body="SEGRETO"),
        Document(media_id="7", filename="SEGRETO.pdf"),
        Template(name="avviso", language="it", body={"testo": "SEGRETO"}),
        Buttons(body="SEGRETO", buttons=(YES,), footer="SEGRETO"),
        OptionList(body="SEGRETO", button="Scegli", rows=(option(),)),
        Address(phone="+393200000001", bsuid="IT.3200000001"),
    ],
)
def test_no_repr_tells_words_or_numbers(written):
    assert "SEGRETO" not in repr(written)
    assert "3200000001" not in repr(written)


def test_a_refusal_does_not_repeat_the_content():
    with pytest.raises(InvalidMessage) as refusal:
        Text(body="SEGRETO" * 1000)
    assert "SEGRETO" not in repr(refusal.value) + str(refusal.value)


def accepted(build, **fields) -> bool:
    try:
        build(**fields)
    except InvalidMessage:
        return False
    return True
