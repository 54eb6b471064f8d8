"""The front of site and webhook: what is taken of a body, and which thread has an answer for how long."""

import asyncio
import json
from io import BytesIO
from typing import Any

import pytest

from cascina_whatsapp.security.http import whole_bodies
from cascina_whatsapp.security.http.whole_bodies import ALWAYS, THREADS, WholeBodies

FORM, UPLOAD = {}, {"content-type": "multipart/form-data; boundary=x"}


def application(environ: dict, start: Any) -> Any:
    """Tells how much came and the names of the headers; /file is answered with a file."""
    start("200 OK", [])
    path, wrapped = environ["PATH_INFO"], environ["wsgi.file_wrapper"]
    if path == "/file":
        return wrapped(BytesIO(b"x" * 900_000), 4096)
    told = {
        "bytes": len(environ["wsgi.input"].read()),
        "names": [name for name in environ if "HTTP_" in name],
    }
    return [json.dumps(told).encode()]


class Client:
    """One request, and the messages of its answer. `reads`: False for who takes the first piece and no other."""

    def __init__(
        self, path: str, pieces: list[bytes], headers: dict[str, str], *, reads: bool = True
    ) -> None:
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": named}
        self.scope |= {"http_version": "1.1"}
        self.pieces, self.reads, self.sent, self.stuck = pieces, reads, [], asyncio.Event()

    async def receive(self) -> dict:
        if not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": piece != b""}

    async def send(self, message: dict) -> None:
        self.sent.append(message)
        if not self.reads and len(self.sent) > 2:
            self.stuck.set()
            await asyncio.Event().wait()

    @property
    def answer(self) -> tuple[int, bytes]:
        return self.sent[0]["status"], b"".join(message.get("body", b"") for message in self.sent)


def asked(
    front: WholeBodies, path: str = "/", pieces: Any = (b"",), headers: Any = FORM
) -> tuple[int, bytes]:
    client = Client(path, list(pieces), headers)
    asyncio.run(front(client.scope, client.receive, client.send))
    return client.answer


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("path", "headers", "sent", "kept"),
    [
        ("/", FORM, 2 * MEGABYTE, 2 * MEGABYTE),
        ("/", FORM, 5 * MEGABYTE, 3 * MEGABYTE),
        ("/", UPLOAD, 5 * MEGABYTE, 3 * MEGABYTE),
        ("/admin/", FORM, 5 * MEGABYTE, 3 * MEGABYTE),
        ("/admin/", UPLOAD, 5 * MEGABYTE, 5 * MEGABYTE),
        ("/admin/", UPLOAD, 60 * MEGABYTE, 52 * MEGABYTE),
    ],
)
def test_of_a_body_no_more_is_kept_than_a_page_takes(path: str, headers: dict, sent: int, kept: int):
    front = WholeBodies(application)
    status, told = asked(front, path, [b"-" * MEGABYTE] * (sent // MEGABYTE) + [b""], headers)
    assert (status, json.loads(told)["bytes"], front.held) == (200, kept, 0)


def test_whoever_trickles_is_given_up_and_a_long_upload_is_not(monkeypatch):
    monkeypatch.setattr(whole_bodies, "SECONDS", 0.001)
    front = WholeBodies(application)
    assert asked(front, pieces=[b"-"])[0] == 408
    assert asked(front, "/admin/", [*[b"-" * MEGABYTE] * 40, b""], UPLOAD)[0] == 200
    assert front.held == 0


def test_where_too_much_is_held_forms_are_taken_and_files_are_not():
    front = WholeBodies(application)
    front.held = whole_bodies.MOST_HELD
    assert asked(front, pieces=[b"-" * ALWAYS, b""])[0] == 200
    assert asked(front, pieces=[b"-" * (ALWAYS + 1), b""])[0] == 503
    assert front.held == whole_bodies.MOST_HELD


@pytest.mark.parametrize("name", ["x_forwarded_proto", "x_forwarded-for", "host_", "content_length"])
def test_a_name_that_another_could_be_taken_for_is_left_out(name: str):
    given = {"host": "a", "x-forwarded-proto": "http", name: "https"}
    _, told = asked(WholeBodies(application), headers=given)
    assert json.loads(told)["names"] == ["HTTP_HOST", "HTTP_X_FORWARDED_PROTO"]


def test_whoever_takes_no_file_has_no_thread():
    async def story() -> tuple[int, bytes]:
        front, other = WholeBodies(application), Client("/", [b""], FORM)
        slow = [Client("/file", [b""], FORM, reads=False) for _ in range(THREADS * 2)]
        waiting = [asyncio.ensure_future(front(one.scope, one.receive, one.send)) for one in slow]
        for one in slow:
            await one.stuck.wait()
        await front(other.scope, other.receive, other.send)
        for one in waiting:
            one.cancel()
        await asyncio.wait(waiting)
        return other.answer

    assert asyncio.run(story())[0] == 200


def test_a_file_arrives_whole():
    assert asked(WholeBodies(application), "/file") == (200, b"x" * 900_000)
