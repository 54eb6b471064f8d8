"""The runner of the simulator: one process, one event loop, until Ctrl-C or SIGTERM."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

from django.conf import settings as django_settings
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from .app import Application
from .config import Config
from .http_exchange import SETTINGS
from .whatsapp import WhatsApp

BACKLOG = 2048
MOST_REQUESTS_AT_ONCE = 4096


class PortTaken(Exception):
    """The error that another program listens on the port; str() is the Italian sentence to show."""


def run(config: Config) -> NoReturn:
    """Say where the page is, serve until told to stop, and end the process. Raises PortTaken."""
    check_port(config)
    print(f"Simulatore di WhatsApp: {config.base_url}/ (Ctrl-C per chiudere)", flush=True)
    django_settings.configure(**SETTINGS)
    asyncio.run(serve(config))
    # Granian's own thread may still be winding down, and Python aborts when it shuts down under it.
    os._exit(0)


def check_port(config: Config) -> None:
    """Raise PortTaken when the address cannot be used: granian itself would share it silently."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError:
            raise PortTaken(
                f"La porta {config.port} è già occupata: chiudi l’altro programma o scegline una con --port."
            ) from None


async def serve(config: Config) -> None:
    """Serve in the running event loop, which handles the signals."""
    whatsapp = WhatsApp(config)
    server = Server(
        Application(whatsapp),
        config.host,
        config.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=MOST_REQUESTS_AT_ONCE,
        log_level=LogLevels.error,
    )
    stop_serving: Callable[[], None] = server.stop

    def stop() -> None:
        whatsapp.stalling.drop()  # granian waits for the answers that are under way
        stop_serving()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    telling = asyncio.create_task(whatsapp.statuses.run(lambda: whatsapp.settings.statuses_per_post))
    await server.serve()
    telling.cancel()
    whatsapp.outbox.forget()
