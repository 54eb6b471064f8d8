"""The addresses of a broadcast's pages: name → route, and what answers there."""

from collections.abc import Callable
from functools import partial

from django.contrib.admin import ModelAdmin
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from broadcasts.content.service.service_events import SERVICE_EVENTS
from broadcasts.pages import hooks
from broadcasts.pages.deciding import steering_pages
from broadcasts.pages.deciding.approval_page import ApprovalPage
from broadcasts.pages.deciding.service_event_page import service_event_page
from broadcasts.pages.following.follow import RESEND
from broadcasts.pages.following.month_page import month_page
from broadcasts.pages.following.report_files import take_report
from broadcasts.pages.parts.buttons import BUTTONS, EXPLAIN_PAUSE, LAUNCH
from broadcasts.pages.settings.notice_decisions import consents_page
from broadcasts.pages.writing import draft_pages, new_broadcast, thrown_page
from broadcasts.parts.addresses import address
from broadcasts.parts.button import Button
from broadcasts.parts.button_page import AtOncePage, ButtonPage

from . import campaign_list

Page = Callable[..., HttpResponseBase]
READ: dict[str, tuple[str, Page]] = {
    "ready": ("testi-pronti/", new_broadcast.choose_text),
    "thrown": ("buttate/", thrown_page.show),
    "consents": ("consensi/", consents_page),
    "attachment": ("<int:pk>/attachment/", draft_pages.attached_file),
    "thumbnail": ("<int:pk>/thumbnail/", draft_pages.thumbnail),
    "month": ("riepilogo/", month_page),
}
POSTED: dict[str, tuple[str, Page]] = {
    "download": ("download/", campaign_list.take_list),
    "new_autosave": ("autosave/", draft_pages.autosave),
    "new_preview": ("preview/", draft_pages.preview),
    "autosave": ("<int:pk>/autosave/", draft_pages.autosave),
    "preview": ("<int:pk>/preview/", draft_pages.preview),
    "presence": ("<int:pk>/presence/", draft_pages.presence),
    "attach": ("<int:pk>/attach/", draft_pages.attach),
    "detach": ("<int:pk>/detach/", draft_pages.detach),
    "duplicate": ("<int:pk>/duplicate/", draft_pages.duplicate),
    "throw_away": ("<int:pk>/butta/", thrown_page.throw_away),
    "put_back": ("<int:pk>/rimetti/", thrown_page.put_back),
    "report": ("<int:pk>/resoconto/", take_report),
}
"""Those that a GET does not open."""


def urls(admin: ModelAdmin) -> list[URLPattern]:
    """List the addresses of all pages of ours, below those of the broadcasts."""
    own = partial(address, admin)
    buttons = (*BUTTONS, EXPLAIN_PAUSE, RESEND)
    return [
        *(own(one.name, f"<int:pk>/{one.name}/", _page_of(one)(admin, one)) for one in buttons),
        *(own(name, route, partial(page, admin)) for name, (route, page) in READ.items()),
        *(own(name, route, require_POST(partial(page, admin))) for name, (route, page) in POSTED.items()),
        *(
            own(event["address"], f"{event['address']}/", partial(service_event_page, admin, event))
            for event in SERVICE_EVENTS.values()
        ),
        *(one for ask in hooks.ADDRESSES for one in ask(admin)),
    ]


def _page_of(button: Button) -> type[ButtonPage]:
    """Choose the page of a button; approving has one of its own, with everything to read."""
    if page := steering_pages.PAGES.get(button.name):
        return page
    if button.is_at_once:
        return AtOncePage
    return ApprovalPage if button is LAUNCH else ButtonPage
