"""Kombu's broker in a folder, made safe: a message appears there whole or not at all.

Kombu creates the file first and fills it afterwards; a worker that looks in between reads an empty message and
dies of it (seen with Kombu 5.7, under load). It makes the table of an exchange in the same way: of a worker and a
beat that start together one may find it empty, and dies. docs/decisions/0003-embedded-mode.md.
"""

import fcntl
import os
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    """The channel that writes a message beside the queue, then renames it into it, which takes one step."""

    def _put(  # type: ignore[override]  # as Kombu's channel of a folder, which differs from its base
        self, queue: str, payload: dict[str, Any], **options: Any
    ) -> None:
        # Kombu's own names: they sort by time, and say the queue after the first dot.
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = Path(self.data_folder_out, f"{name}.unfinished")
        unfinished.write_text(dumps(payload))
        os.replace(unfinished, Path(self.data_folder_out, name))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: Any, queue: str) -> None:
        """Bind a queue, one process at a time: the others find the table whole."""
        self.control_folder.mkdir(exist_ok=True)
        with Path(self.control_folder, "binding.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    """The transport of a broker URL of `folder://`."""

    Channel = Channel


def register() -> None:
    """Teach Kombu the scheme of the folder."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
