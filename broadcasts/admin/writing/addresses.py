"""The addresses of everything by which one writes, tries, throws away and puts back."""

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, path

from .attached_file import AttachedFile
from .draft_pages import WritingPages
from .new_broadcast import StartingPage
from .thrown_page import ThrownPages
from .trial_page import TrialPage, TrialsPage


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    """List the addresses, below those of the broadcasts."""
    view = model_admin.admin_site.admin_view
    tried_and_attached = [
        path("<int:pk>/attachment/", view(AttachedFile(model_admin)), name="broadcasts_campaign_attachment"),
        path("<int:pk>/prova/", view(TrialPage(model_admin)), name="broadcasts_campaign_trial"),
        path("<int:pk>/prova/stato/", view(TrialsPage(model_admin)), name="broadcasts_campaign_trials"),
    ]
    rooms = (StartingPage(model_admin), ThrownPages(model_admin), WritingPages(model_admin))
    return [*tried_and_attached, *(address for room in rooms for address in room.urls())]
