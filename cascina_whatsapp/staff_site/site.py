"""The staff's site: a home page that says how things stand, and a page for what is rarely needed.

Its pages ask those of the apps, which are put on this site when they are imported: each is imported where it is
shown.
"""

from functools import partial
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.i18n import JavaScriptCatalog

from cascina_whatsapp.accounts.pages import daily_bounds, my_sessions
from cascina_whatsapp.accounts.pages.new_password import NewPassword
from cascina_whatsapp.accounts.pages.sign_in import sign_in
from cascina_whatsapp.accounts.pages.urls import urlpatterns as accounts_urls
from cascina_whatsapp.accounts.signing_in import attempts
from cascina_whatsapp.accounts.staff_notices.pages import news_of
from cascina_whatsapp.accounts.staff_notices.pages import urls as news_urls
from cascina_whatsapp.operations.doctor.pages import urls as doctor_urls
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.guide.pages import urls as guide_urls
from cascina_whatsapp.presentation.menu import SETTINGS, settings_of
from cascina_whatsapp.presentation.once import page_moment
from cascina_whatsapp.presentation.version import VERSION
from cascina_whatsapp.privacy.proofs import urls as proofs_urls
from cascina_whatsapp.web.public_site.desk import urls as public_urls
from cascina_whatsapp.web.public_site.posters import urls as posters_urls

from . import alerts, deciding_page, living
from .addresses import in_italian
from .undo_countdown import strips_for


class StaffSite(AdminSite):
    """The admin of the service."""

    site_header = site_title = "Cascina WhatsApp"
    index_title = "Inizio"
    site_url = None  # the public pages are reached from the messages that stand on them
    enable_nav_sidebar = False
    empty_value_display = ""

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Collect what every page is given; a stranger at the login learns nothing."""
        context = super().each_context(request)
        if not context["has_permission"]:
            return context
        from broadcasts.pages import hooks  # whose pages register with the site

        from .home.waiting import waiting_for  # asks pages

        user, now = colleague(request), page_moment()
        return context | {
            "slice_links": hooks.LINKS,
            "alerts": alerts.for_user(user, now),
            "leaving": strips_for(user, request.path, now),
            "news": news_of(  # this page is read herewith
                user, on=request.get_full_path(), now=now, waiting_for=waiting_for
            ),
            "version": VERSION,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Build Django's own list of apps only where it is read: our pages have a menu of their own."""
        return cast(list[Any], SimpleLazyObject(partial(super().get_app_list, request, app_label)))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from .home.sections import desk  # asks pages

        context = {
            "desk": desk(colleague(request), page_moment()),
            "home": request.path,
            **(extra_context or {}),
        }
        return super().index(request, context)

    def login(  # type: ignore[override]  # of Django's page we have no extra context
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Show our own page to sign in, with passkeys."""
        return sign_in(request)

    def logout(  # type: ignore[override]  # view classes promise less than they return
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Sign out by Django's page, with a line in the trail."""
        if request.method == "POST":
            attempts.leave(request, timezone.now())
        return super().logout(request, extra_context)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from broadcasts.pages import hooks  # the same

        from .home.waiting import waiting_for  # asks pages

        moment = path("adesso/", self.admin_view(self.moment), name="moment")
        rare = path("impostazioni/", self.admin_view(self.settings_page), name=SETTINGS)
        own = [
            moment,
            rare,
            *accounts_urls,
            *my_sessions.urls(self),
            *daily_bounds.urls(self),
            *news_urls(self, waiting_for),
            *(page for ask in hooks.SITE for page in ask(self)),
            *guide_urls(self),
            *doctor_urls(self),
            *public_urls(self),
            *posters_urls(self),
            *proofs_urls(self),
            *deciding_page.urls(self),
        ]
        return [*own, *in_italian(self, super().get_urls())]

    def settings_page(self, request: HttpRequest) -> HttpResponse:
        """Show the pages that are rarely needed, in groups, with the question that each answers."""
        context = self.each_context(request)
        groups = settings_of(colleague(request), context["slice_links"])
        return TemplateResponse(
            request, "admin/settings.html", context | {"title": "Impostazioni", "groups": groups}
        )

    def app_index(  # type: ignore[override]  # a redirect, where Django has a page
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead home from an app's index: apps are how the code is cut, not how the work is."""
        return HttpResponseRedirect(reverse("admin:index"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The accounts' own page, with what every page of this site is given."""
        context = self.each_context(request) | (extra_context or {})
        return cast(TemplateResponse, NewPassword.as_view(extra_context=context)(request))

    def moment(self, request: HttpRequest) -> HttpResponse:
        """Tell an open page what has moved since it was read."""

        return living.answer(request, request.GET.get("pagina", ""))

    def i18n_javascript(  # type: ignore[override]  # view classes promise less than they return
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The words of Django's scripts, and ours for what Django has in English only."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "cascina_whatsapp"])(request)
