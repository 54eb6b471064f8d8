"""A small identity provider that speaks OpenID Connect over HTTP, as the Comune's would."""

import base64
import hashlib
import json
import time
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.web.sources.site import Request, Site

CLIENT, SECRET = "whatsapp", "un segreto fra noi"
KEY = RSAKey.generate_key(2048, {"kid": "1"})
"""Of every provider of a run: making one takes a quarter of a second, and there are dozens of them."""


class Provider(Site):
    """Whoever is sent here is `person`, at once. `lies` replaces what it says of itself or of them."""

    def __init__(self) -> None:
        super().__init__()
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = self.signs_with = KEY
        self.person: dict[str, object] = {}
        self.lies: dict[str, object] = {}
        self.wanted: dict[str, str] = {}
        """The parameters of the last request at the authorisation endpoint."""
        self.answer = self.tell

    def tell(self, request: Request) -> None:
        """One of its four addresses."""
        address = urlsplit(request.path)
        if address.path == "/authorize":
            self.wanted = dict(parse_qsl(address.query))
            back = urlencode({"code": "once", "state": self.wanted["state"]})
            request.say(b"", 302, Location=f"{self.wanted['redirect_uri']}?{back}")
            return
        status, told = 200, self.configuration()
        if address.path == "/keys":
            told = {"keys": [self.key.as_dict(private=False)]}
        elif address.path == "/token":
            form = dict(parse_qsl(request.rfile.read(int(request.headers["Content-Length"])).decode()))
            status, told = self.token(form, request.headers.get("Authorization", ""))
        request.say(json.dumps(told).encode(), status, Content_Type="application/json")

    def configuration(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, object]]:
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (given, form["code"], challenge) != (f"{CLIENT}:{SECRET}", "once", self.wanted["code_challenge"]):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now}
        claims |= {"nonce": self.wanted["nonce"]} | self.person | self.lies
        told = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": told}
