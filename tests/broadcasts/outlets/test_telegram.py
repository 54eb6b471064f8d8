"""What stands in the channel, by the stand-in of the Bot API: texts, files, limits, edits, and a closed port."""

import asyncio
import re
import socket

import pytest
import responses

from broadcasts.slices.outlets import telegram as outlet
from broadcasts.slices.outlets.models import Publication
from broadcasts.slices.outlets.outlet import NotYet, Post, Published, Refused
from broadcasts.slices.outlets.telegram import Telegram
from cascina_whatsapp.presentation.checks import Outcome
from cascina_whatsapp.security.logs import scrub
from tests.box.simulator import telegram
from tests.box.tests.in_process import request_of
from tests.builders import NOW, campaign
from tests.operations.doctor.health import machine

from .conftest import API, CHANNEL, TOKEN


@pytest.fixture
def stand_in(settings):
    """The channel of the simulator, without its process."""
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_CHANNEL, settings.TELEGRAM_API_URL = TOKEN, CHANNEL, API
    channel = telegram.Channel()

    def answered(request):
        asked = request_of("POST", request.url, request.body, request.headers)
        given = asyncio.run(telegram.respond(channel, asked))
        return given.status_code, {}, given.content

    with responses.RequestsMock() as at:
        at.add_callback(responses.POST, re.compile(re.escape(API)), callback=answered)
        yield channel


def post(row, **overrides) -> Post:
    return Post(row, NOW, **{"title": row.title, "body": row.body} | overrides)


def test_title_text_and_link_with_their_marks_and_nothing_else_as_html(stand_in):
    row = campaign(title="Acqua & <fogne>", body="*Lunedì* niente acqua.\n\nVia _Roma_ < 10.")
    assert Telegram().publish(post(row)) == Published("1:text")

    (said,) = stand_in.messages
    assert said.text == (
        "<b>Acqua &amp; &lt;fogne&gt;</b>\n\n<strong>Lunedì</strong> niente acqua.\n\nVia <em>Roma</em> &lt; 10.\n\n"
        "https://www.comune.cascina.pi.it/avvisi/via-roma"
    )


@pytest.mark.parametrize(("kind", "part"), [("image", "photo"), ("document", "document")])
def test_a_file_goes_along_and_what_does_not_fit_beside_it_is_on_the_page(kind, part, stand_in):
    row = campaign(kind=kind, attachment=b"the content", body="*Parole* " * 140)
    (note,) = Telegram().notes(row)
    assert "1.024 caratteri" in note
    assert Telegram().publish(post(row)) == Published("1:caption")

    (said,) = stand_in.messages
    assert (said.kind, said.content) == (part, b"the content")
    assert (
        f"…\n\nContinua: http://testserver/messaggi/{row.pk}" in said.text
        or "…\n\nContinua: http" in said.text
    )
    assert len(said.text) > 900


def test_a_correction_and_a_withdrawal_change_the_message_that_is_there(stand_in):
    row = campaign(kind="image", attachment=b"x")
    outlet = Telegram()
    assert outlet.publish(post(row)) == Published("1:caption")
    corrected = post(row, title="Via Po chiusa", revision=1, reason="la via", earlier="1:caption")
    for _ in range(2):  # told twice it is the same
        assert outlet.publish(corrected) == Published("1:caption")
    assert "<i>Corretto: la via</i>" in stand_in.messages[0].text

    outlet.publish(post(row, revision=2, reason="lavori finiti", is_withdrawal=True, earlier="1:caption"))
    assert [said.text.startswith("<b>Ritirato.</b> lavori finiti\n\n<s>") for said in stand_in.messages] == [
        True
    ]

    stand_in.messages.clear()
    assert outlet.publish(corrected) == Refused(
        "Nel canale il messaggio non c'è più: non si può correggere lì."
    )


def test_a_correction_whose_answer_is_lost_is_simply_made_again(stand_in):
    stand_in.fault = "away"
    corrected = post(campaign(), revision=1, reason="la via", earlier="1:text")
    assert isinstance(Telegram().publish(corrected), NotYet)


def test_where_nobody_listens_nothing_was_sent_and_no_exception_tells_the_address(settings, caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.TELEGRAM_API_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"
        settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_CHANNEL = TOKEN, CHANNEL
        with caplog.at_level("DEBUG"):
            assert Telegram().publish(post(campaign())) == NotYet(outlet.DOWN)
    assert TOKEN not in caplog.text
    assert scrub(f"POST {API}/bot{TOKEN}/sendMessage") == f"POST {API}/bot•/sendMessage"


def test_the_service_s_check_finds_that_the_bot_may_publish(stand_in):
    assert outlet.bot() == ""
    assert stand_in.calls == ["getMe", "getChat", "getChatMember"]


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("", Outcome.WELL),
        (None, Outcome.LEFT_OUT),
        (outlet.UNKNOWN_BOT, Outcome.PROBLEM),
        ("il bot non vede il canale.", Outcome.PROBLEM),
    ],
)
def test_the_check_judges_what_telegram_said(told, outcome):
    assert machine(telegram=told)["telegram"].outcome == outcome


@pytest.mark.parametrize(
    ("name", "reference", "address"),
    [("@cascina_prova", "41:text", "https://t.me/cascina_prova/41"), ("-1001234567890", "41:text", "")],
)
def test_where_it_can_be_looked_at(name, reference, address, settings):
    settings.TELEGRAM_CHANNEL = name
    assert Telegram().link(Publication(reference=reference)) == address
