"""The description of these addresses that programs read: OpenAPI 3.1, docs/api/openapi.json, with our own address."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FILE: Path = settings.BASE_DIR / "docs" / "api" / "openapi.json"


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description of the interface, the same for everybody while this version runs."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(_described(settings.SITE_URL), content_type="application/json", headers=headers)


@cache
def _described(site: str) -> str:
    described = json.loads(FILE.read_text(encoding="utf-8"))
    described["servers"] = [{"url": site, "description": "Questa installazione"}]
    return json.dumps(described, ensure_ascii=False)
