"""The addresses of a broadcast's pages, and who may see them."""

from collections.abc import Callable

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from broadcasts.models import Campaign


def address(admin: ModelAdmin, name: str, route: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
    """Give a page its name and its address, below those of the broadcasts."""
    return path(route, admin.admin_site.admin_view(view), name=f"broadcasts_campaign_{name}")


def page_of(campaign: Campaign, name: str) -> str:
    """Return the address of one of a broadcast's pages."""
    return reverse(f"admin:broadcasts_campaign_{name}", args=[campaign.pk])


def visible(admin: ModelAdmin, request: HttpRequest, pk: int, may: str = "") -> Campaign:
    """Find a broadcast for who may see it, and has this permission where one is named. Raises PermissionDenied."""
    campaign: Campaign = get_object_or_404(Campaign, pk=pk)
    if not admin.has_view_permission(request, campaign) or (may and not request.user.has_perm(may)):
        raise PermissionDenied
    return campaign
