"""Every address that the service answers to.

Those of the webhook are here too, though it has a process of its own: a trial needs one process only, and a proxy
that nobody has told of the other one still brings Meta's posts to somebody who stores them. The pages of the admin
are loaded here: a process that shows none and names no address starts without them.
"""

from django.contrib import admin
from django.urls import path
from django.utils.module_loading import autodiscover_modules
from django.views.generic import RedirectView

from cascina_whatsapp.web.api import urls as api_urls

from .accounts.pages import invitation
from .operations import webhook_urls
from .security.http.security_contact import security_txt
from .web.public_site import urls as public_urls
from .web.public_site.pages import privacy_notice

autodiscover_modules("admin", "pages", register_to=admin.site)
handler400 = "cascina_whatsapp.web.public_site.pages.refused"
handler404 = "cascina_whatsapp.web.public_site.pages.not_found"
handler500 = "cascina_whatsapp.web.public_site.pages.failed"
urlpatterns = [
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("invito/", invitation.choose, name="invitation"),
    path("invito/<str:secret>/", invitation.open_link, name="invitation_link"),
    path("informativa/", privacy_notice, name="privacy_notice"),
    path("informativa/<number:version>/", privacy_notice, name="privacy_notice_version"),
    *public_urls.urlpatterns,
    *api_urls.urlpatterns,
    *webhook_urls.urlpatterns,
]
