"""Calls that get no answer: after how many messages they wait, how they go on, and what ends them."""

import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import requests

from tests.patience import ended, until
from tests.ports import a_free_port

from . import running
from .running import ANNA, BRUNO, NUMBER, TOKEN, Box, message

OURS = "broadcast:"


@pytest.fixture
def people(box) -> Box:
    """Anna and Bruno have just written, so that they may be answered freely."""
    for citizen in (ANNA, BRUNO):
        box.control("say", {"citizen": citizen, "text": "Ciao"})
    return box


@pytest.fixture
def call(people):
    """Calls from threads of their own: with a number, of a broadcast's message, without, of an answer."""
    with ThreadPoolExecutor(10) as pool:

        def begin(number: int | None = None) -> Future:
            reference = "reply:1" if number is None else f"{OURS}{number}"
            return pool.submit(people.post, message(biz_opaque_callback_data=reference))

        yield begin
        people.control("settings", {"stall_after": None})  # nobody waits for a test that has failed


def stall(box: Box, after: int | None) -> None:
    box.control("settings", {"stall_after": after, "stall_references": OURS})


def stalled(box: Box) -> int:
    return box.control("counts")["stalled"]


def references(box: Box) -> list[str]:
    return [line["reference"] for line in box.accepted()]


def call_in_turn(box: Box, call: Callable[[int], Future], many: int) -> list[Future]:
    """So many calls that wait, one after the other."""
    calls = []
    for number in range(many):
        calls.append(call(number))
        until(lambda: stalled(box) == len(calls))
    return calls


def test_after_so_many_messages_further_calls_wait(people, call):
    stall(people, 2)
    assert [call(number).result().status_code for number in (1, 2)] == [200, 200]
    third = call(3)
    until(lambda: stalled(people) == 1)
    assert not third.done()
    assert references(people) == ["broadcast:1", "broadcast:2"]


def test_let_go_on_they_are_accepted_in_order(people, call):
    stall(people, 0)
    calls = call_in_turn(people, call, 4)
    stall(people, None)
    assert {waited.result().status_code for waited in calls} == {200}
    assert references(people) == [f"broadcast:{number}" for number in range(4)]
    assert stalled(people) == 0


def test_set_again_it_counts_anew(people, call):
    """Of those that wait so many go on, the others wait on."""
    stall(people, 0)
    call_in_turn(people, call, 4)
    stall(people, 3)
    until(lambda: stalled(people) == 1)
    assert references(people) == ["broadcast:0", "broadcast:1", "broadcast:2"]


def test_they_are_judged_by_what_is_true_when_they_go_on(people, call):
    stall(people, 0)
    [waiting] = call_in_turn(people, call, 1)
    people.control("settings", {"window_hours": 0})
    stall(people, None)
    assert waiting.result().json()["error"]["code"] == 131047
    assert references(people) == []


def test_what_is_refused_does_not_count(people, call):
    stall(people, 1)
    people.control("settings", {"window_hours": 0})
    assert call(1).result().status_code == 400
    people.control("settings", {"window_hours": 24})
    assert call(2).result().status_code == 200
    call(3)
    until(lambda: stalled(people) == 1)


def test_other_messages_neither_count_nor_wait(people, call):
    stall(people, 1)
    assert call().result().status_code == 200
    assert call(1).result().status_code == 200
    call(2)
    until(lambda: stalled(people) == 1)
    assert call().result().status_code == 200
    assert references(people) == ["reply:1", "broadcast:1", "reply:1"]


def test_who_gives_up_has_sent_nothing(people):
    people.control("settings", {"stall_after": 0})
    body = message(biz_opaque_callback_data="broadcast:1")
    asked = requests.Request(
        "POST",
        f"{people.url}/v26.0/{NUMBER}/messages",
        json=body,
        headers={"Authorization": f"Bearer {TOKEN}"},
    ).prepare()
    head = "".join(f"{name}: {value}\r\n" for name, value in asked.headers.items())
    host, port = people.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as client:
        client.sendall(f"POST {asked.path_url} HTTP/1.1\r\nHost: {host}\r\n{head}\r\n".encode() + asked.body)
        until(lambda: stalled(people) == 1)
    until(lambda: stalled(people) == 0)
    people.control("settings", {"stall_after": None})
    assert references(people) == []


def test_a_reset_drops_those_that_wait(people, call):
    stall(people, 0)
    [waiting] = call_in_turn(people, call, 1)
    people.control("reset", {})
    with pytest.raises(requests.RequestException):
        waiting.result()
    assert references(people) == []
    assert people.control("settings")["stall_after"] is None


def test_it_ends_while_calls_wait():
    port = a_free_port()
    process = running.start("--port", str(port), **running.ENVIRONMENT)
    box = Box(f"http://127.0.0.1:{port}")
    try:
        box.wait_until_up()
        box.control("settings", {"stall_after": 0})
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(box.post, message())
            until(lambda: stalled(box) == 1)
            process.terminate()
            ended(process)
            with pytest.raises(requests.RequestException):
                waiting.result()
        assert process.returncode == 0
    finally:
        box.http.close()
        process.kill()
