"""The broker of the embedded mode: no message of its folder is ever there in part."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

from kombu import Connection

from cascina_whatsapp.celery import folder_broker
from tests.patience import UNTIL

MESSAGES = 1500


def connect(scheme: str, folder: Path) -> Connection:
    """A broker in `folder`."""
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder / "control"}
    return Connection(f"{scheme}://localhost", transport_options=options)


def half_written(scheme: str, folder: Path) -> int:
    """How many times a message was seen empty while somebody wrote many."""

    def write() -> None:
        with connect(scheme, folder) as connection:
            queue = connection.SimpleQueue("journal")
            for number in range(MESSAGES):
                queue.put({"number": number})

    seen = 0
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        known: set[str] = set()
        while not writing.done():
            for name in set(os.listdir(folder)) - known:
                if name.endswith(".msg"):
                    with suppress(FileNotFoundError):
                        seen += (folder / name).stat().st_size == 0
                    known.add(name)
        writing.result()
    return seen


def test_a_message_appears_whole(tmp_path):
    folder_broker.register()
    assert half_written(folder_broker.SCHEME, tmp_path) == 0
    with connect(folder_broker.SCHEME, tmp_path) as connection:
        queue = connection.SimpleQueue("journal")
        read = [queue.get(True, UNTIL).payload["number"] for _ in range(MESSAGES)]
    assert sorted(read) == list(range(MESSAGES))


def test_who_declares_a_queue_together_with_others_finds_a_whole_table(tmp_path):
    """As a worker and its beat do when they start."""
    folder_broker.register()

    def declare(folder: Path, together: Barrier) -> None:
        with connect(folder_broker.SCHEME, folder) as connection:
            channel = connection.channel()
            together.wait(UNTIL)
            channel._queue_bind("celery", "celery", "", "celery")

    for number in range(100):
        (folder := tmp_path / str(number)).mkdir()
        together = Barrier(4)
        with ThreadPoolExecutor(4) as pool:
            for declaring in [pool.submit(declare, folder, together) for _ in range(4)]:
                declaring.result()
