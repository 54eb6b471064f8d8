"""What the simulator takes from its environment, and whom it lets in."""

import asyncio

import pytest

from tests.box.simulator.app import Application
from tests.box.simulator.config import Config, from_names, is_loopback_url
from tests.box.simulator.whatsapp import WhatsApp

from .in_process import request_of


def test_with_an_empty_environment_the_defaults_hold():
    assert from_names({}) == Config()


def test_options_win_over_the_environment():
    environment = {"SIMULATOR_PORT": "8005", "SIMULATOR_WEBHOOK_URL": "http://127.0.0.1:9000/"}
    config = from_names(environment, port=8006, host=None, webhook_url=None)
    assert (config.port, config.host, config.webhook_url) == (8006, "127.0.0.1", "http://127.0.0.1:9000/")


@pytest.mark.parametrize("secrets", ["new", "new, old"])
def test_the_first_of_several_secrets_signs(secrets):
    assert from_names({"WHATSAPP_APP_SECRET": secrets}).app_secret == "new"


def test_secrets_are_not_shown():
    config = from_names({"WHATSAPP_APP_SECRET": "segretissimo", "WHATSAPP_ACCESS_TOKEN": "gettone"})
    assert "segretissimo" not in repr(config)
    assert "gettone" not in repr(config)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8001", True),
        ("http://localhost:8001/", True),
        ("http://[::1]:8001", True),
        ("https://graph.facebook.com", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost.example.org", False),
        ("http://0.0.0.0:8001", False),
        ("", False),
        ("graph.facebook.com", False),
    ],
)
def test_only_this_machine_counts_as_this_machine(url, expected):
    assert is_loopback_url(url) is expected


@pytest.mark.parametrize(
    ("client", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 403), ("", 403)]
)
@pytest.mark.parametrize("path", ["/", "/simulator/health"])
def test_only_this_machine_may_use_page_and_controls(client, status, path):
    request = request_of("GET", path, headers={"Host": "127.0.0.1:8001"})
    request.META["REMOTE_ADDR"] = client
    application = Application(WhatsApp(Config()))
    assert asyncio.run(application.respond(request)).status_code == status
