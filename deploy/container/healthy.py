"""The probe that ends with 0 when the address answers 200: `python healthy.py http://127.0.0.1:8000/healthz`.

Or when somebody listens: `python healthy.py database 5432`.
"""

import socket
import sys
from urllib.request import Request, urlopen

SECONDS = 5
if len(sys.argv) > 2:
    try:
        socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=SECONDS).close()
    except OSError:
        sys.exit(1)
else:
    asked = Request(sys.argv[1], headers={"Host": "127.0.0.1"})  # noqa: S310 - the address is compose.yaml's
    urlopen(asked, timeout=SECONDS).close()  # noqa: S310 - raises an error for any other answer
