"""The addresses for programs, all below one word: what is not here is answered as a program reads it, too."""

from django.urls import path, re_path

import cascina_whatsapp.web.public_site.addresses  # noqa: F401  (it registers "number")

from . import description, reading, writing
from .endpoints import endpoint, no_such_address

urlpatterns = [
    path("api/v1/messaggi", endpoint(is_public=True, GET=reading.messages), name="api_messages"),
    path("api/v1/messaggi/<number:pk>", endpoint(is_public=True, GET=reading.message), name="api_message"),
    path("api/v1/bozze", endpoint(POST=writing.propose), name="api_drafts"),
    path("api/v1/bozze/<path:reference>", endpoint(GET=writing.follow), name="api_draft"),
    path("api/v1/openapi.json", endpoint(is_public=True, GET=description.openapi), name="api_description"),
    re_path(r"^api/", endpoint(GET=no_such_address, POST=no_such_address), name="api_nothing"),
]
