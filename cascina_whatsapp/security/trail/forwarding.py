"""The trail taken elsewhere: as a table, and by syslog (RFC 5424) to where no administrator can rewrite it.

TRAIL_SYSLOG says where to: udp://host:514, tcp://host:601, unix:///dev/log. What fails is logged, and stops nothing.
"""

import json
import logging
import socket
from collections.abc import Iterator
from logging.handlers import SYSLOG_TCP_PORT, SYSLOG_UDP_PORT, SysLogHandler
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from cascina_whatsapp.security.append_only.chain import canonical_time

from .models import TrailRecord

log = logging.getLogger(__name__)
PATIENCE = 2.0
"""Seconds that a clerk's page waits for a server that takes no connection."""
APP = "cascina-whatsapp"
KINDS = {"udp": (socket.SOCK_DGRAM, SYSLOG_UDP_PORT), "tcp": (socket.SOCK_STREAM, SYSLOG_TCP_PORT)}
HEADINGS = (
    "numero",
    "quando (UTC)",
    "che cosa",
    "chi",
    "account",
    "su che cosa",
    "dettagli",
    "impronta precedente",
    "impronta",
)


class Handler(SysLogHandler):
    """Python's own, which waits no longer than PATIENCE and says what went wrong."""

    append_nul = False

    def createSocket(self) -> None:
        """A TCP connection in time, or none; everything else as Python does it."""
        if self.socktype == socket.SOCK_STREAM and isinstance(self.address, tuple):
            self.unixsocket = False
            self.socket = socket.create_connection(self.address, timeout=PATIENCE)
        else:
            super().createSocket()

    def handleError(self, record: logging.LogRecord) -> None:
        """Raise what Python would print."""
        raise


def send(told: TrailRecord) -> None:
    """Send one committed record on; where TRAIL_SYSLOG is empty, do nothing."""
    if not settings.TRAIL_SYSLOG:
        return
    try:
        handler = _handler(settings.TRAIL_SYSLOG)
        try:
            handler.emit(
                logging.makeLogRecord({"msg": in_words(told), "levelno": logging.INFO, "levelname": "INFO"})
            )
        finally:
            handler.close()
    except (OSError, ValueError) as problem:
        log.error("trail record %s was not sent on: %s", told.sequence, type(problem).__name__)


def in_words(told: TrailRecord) -> str:
    """The record as RFC 5424 wants it behind the priority: version, moment, host, application, kind, JSON."""
    body = {
        "sequence": told.sequence,
        "event": str(told.event),
        "by": told.by_id,
        "by_name": told.by_name,
        "about": told.about,
        "details": told.details,
        "previous_hash": told.previous_hash,
        "hash": told.hash,
    }
    head = f"1 {canonical_time(told.at)} {socket.gethostname() or '-'} {APP} - {told.event} -"
    return f"{head} {json.dumps(body, ensure_ascii=False)}\n"


def _handler(destination: str) -> Handler:
    """Build a handler. Raises OSError where nobody is there, ValueError where `destination` is none."""
    url = urlsplit(destination)
    if url.scheme == "unix" and url.path:
        return Handler(url.path, facility=SysLogHandler.LOG_AUTHPRIV)
    if url.scheme not in KINDS or not url.hostname:
        raise ValueError("TRAIL_SYSLOG must be udp://host:port, tcp://host:port or unix:///path")
    kind, port = KINDS[url.scheme]
    return Handler((url.hostname, url.port or port), SysLogHandler.LOG_AUTHPRIV, kind)


def table(rows: QuerySet[TrailRecord]) -> Iterator[tuple[Any, ...]]:
    """Yield HEADINGS and a row for each record, its moment (UTC) as the chain's hash covers it."""
    yield HEADINGS
    for told in rows.iterator(chunk_size=2000):
        details = json.dumps(told.details, ensure_ascii=False, sort_keys=True)
        said = (told.label, told.by_name, told.by_id, told.about, details)
        yield (told.sequence, canonical_time(told.at), *said, told.previous_hash, told.hash)
