"""A small identity provider that speaks OpenID Connect over HTTP, as the Comune's would."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "whatsapp", "un segreto fra noi"
KEY = RSAKey.generate_key(2048, {"kid": "1"})
"""Of every provider of a run: making one takes a quarter of a second, and there are dozens of them."""


class Provider:
    """Whoever is sent here is `person`, at once. `lies` replaces what it says of itself or of them."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        self.key = self.signs_with = KEY
        self.person: dict[str, object] = {}
        self.lies: dict[str, object] = {}
        self.asked: dict[str, str] = {}
        """The parameters of the last request at the authorisation endpoint."""

    def configuration(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, object]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, query: dict[str, str]) -> str:
        self.asked = query
        return f"{query['redirect_uri']}?{urlencode({'code': 'once', 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, object]]:
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (given, form["code"], challenge) != (f"{CLIENT}:{SECRET}", "once", self.asked["code_challenge"]):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now}
        claims |= {"nonce": self.asked["nonce"]} | self.person | self.lies
        told = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": told}


class Answers(BaseHTTPRequestHandler):
    """The four addresses of the provider."""

    provider: Provider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(query))
            self.end_headers()
        elif address.path == "/keys":
            self._tell(200, self.provider.keys())
        else:
            self._tell(200, self.provider.configuration())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._tell(*self.provider.token(form, self.headers.get("Authorization", "")))

    def _tell(self, status: int, words: dict[str, object]) -> None:
        content = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, until the story is over."""
    answers = type("Answers", (Answers,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    answers.provider = Provider(server)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield answers.provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
