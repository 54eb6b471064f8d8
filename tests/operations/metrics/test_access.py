"""Who may read the figures: a watcher on this machine, or one that knows the token."""

import pytest

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-watcher-0123456789"
OUTSIDE = "192.0.2.7"


@pytest.mark.parametrize(
    ("near", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.8.8.8", {}, 200),
        ("::1", {}, 200),
        (OUTSIDE, {}, 403),
        ("", {}, 403),  # a socket of the system: nobody knows who is at its other end
        ("127.0.0.1", {"X-Forwarded-For": OUTSIDE}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", {"X-Forwarded-Proto": "https"}, 403),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 403),
        (OUTSIDE, {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": OUTSIDE, "Authorization": f"Bearer {TOKEN}"}, 200),
        (OUTSIDE, {"Authorization": f"Bearer {TOKEN}x"}, 403),
        (OUTSIDE, {"Authorization": "Bearer "}, 403),
        (OUTSIDE, {"Authorization": "Bearer à"}, 403),
    ],
)
def test_with_a_token_set(near: str, headers: dict, status: int, client, settings):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=near)
    assert answer.status_code == status


def test_without_one_no_word_opens(client, settings):
    settings.METRICS_TOKEN = ""
    for told in ("Bearer ", "", "Bearer x"):
        answer = client.get("/metrics", headers={"Authorization": told}, REMOTE_ADDR=OUTSIDE)
        assert answer.status_code == 403, told


def test_prometheus_asks_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert b"# TYPE cascina_deliveries gauge\n" in answer.content
