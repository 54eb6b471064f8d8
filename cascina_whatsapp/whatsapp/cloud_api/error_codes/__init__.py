"""Every error code that Meta documents, one row each: what to do next, and what the staff read about it in Italian.

Pure data and look-ups: nothing comes in but a code and an HTTP status. A new code is one row, in `stopping` or
`passing`, and its class in tests/whatsapp/cloud_api/test_error_codes.py; everything else reads it from here.
"""

from cascina_whatsapp.whatsapp.cloud_api.errors import (
    CloudApiError,
    OutcomeUnknown,
    SenderBlocked,
    SlowDown,
    Unexplained,
)

from . import passing, stopping
from .row import ErrorCode

ROWS = [*stopping.ROWS, *passing.ROWS]
BY_CODE: dict[int, ErrorCode] = {row.code: row for row in ROWS}

_PERMISSION_CODES = range(200, 300)

_ERROR_BY_HTTP_STATUS: dict[int, type[CloudApiError]] = {
    401: SenderBlocked,
    403: SenderBlocked,
    408: OutcomeUnknown,
    429: SlowDown,
}

_NOT_THE_GRAPH_API = range(300, 500)


def error_class(code: int | None, http_status: int | None = None) -> type[CloudApiError]:
    """Choose the class of an error, of a response or of a `failed` status: Meta's code decides, then HTTP's."""
    if code in BY_CODE:
        return BY_CODE[code].error
    if code in _PERMISSION_CODES:
        return SenderBlocked
    if http_status in _ERROR_BY_HTTP_STATUS:
        return _ERROR_BY_HTTP_STATUS[http_status]
    # A refusal without a code of Meta's is somebody else's response: a wrong address, a proxy.
    if code is None and http_status in _NOT_THE_GRAPH_API:
        return SenderBlocked
    return OutcomeUnknown if code is None else Unexplained
