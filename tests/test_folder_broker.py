# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The broker of the embedded mode: many hands in one folder, no message half read, none lost, none twice."""

from concurrent.futures import ThreadPoolExecutor
from queue import Empty

from kombu import Connection

from cascina_whatsapp import folder_broker

WRITERS, EACH = 4, 100


def test_every_message_is_read_once_and_whole(tmp_path):
    folder_broker.register()
    options = {"data_folder_in": tmp_path, "data_folder_out": tmp_path, "control_folder": tmp_path / "c"}

    def write(writer: int) -> None:
        with Connection("folder://localhost", transport_options=options) as connection:
            queue = connection.SimpleQueue("journal")
            for number in range(EACH):
                queue.put({"writer": writer, "number": number})

    def read(_: int) -> list[tuple]:
        found = []
        with Connection("folder://localhost", transport_options=options) as connection:
            queue = connection.SimpleQueue("journal")
            while len(found) < WRITERS * EACH:
                try:
                    message = queue.get(timeout=2)
                except Empty:
                    break
                message.ack()
                found.append((message.payload["writer"], message.payload["number"]))
        return found

    write(0)  # the queue exists before everybody rushes at it
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = [pool.submit(read, number) for number in range(2)]
        writing = [pool.submit(write, number) for number in range(1, WRITERS)]
        [job.result() for job in writing]
        found = [message for job in reading for message in job.result()]
    assert sorted(found) == [(writer, number) for writer in range(WRITERS) for number in range(EACH)]
