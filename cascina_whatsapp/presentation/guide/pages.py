"""The pages of the guide. Whoever may enter the admin may read it."""

from django.contrib.admin import AdminSite
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from . import chapters


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of the guide, for the admin's own."""

    def chapter_page(request: HttpRequest, chapter: str = "index") -> HttpResponse:
        if chapter not in chapters.CHAPTERS:
            raise Http404
        context = {
            **site.each_context(request),
            "title": chapters.CHAPTERS[chapter],
            "text": chapters.as_html(chapter),
            "is_index": chapter == "index",
            "chapters": [
                (title, chapters.address(name), name == chapter) for name, title in chapters.CHAPTERS.items()
            ],
        }
        return TemplateResponse(request, "admin/guide/chapter.html", context)

    page = site.admin_view(chapter_page)
    return [
        path("guida/", page, name="guide"),
        path("guida/immagini/<str:name>", site.admin_view(picture), name="guide_picture"),
        path("guida/<slug:chapter>/", page, name="guide_chapter"),
    ]


def picture(request: HttpRequest, name: str) -> FileResponse:
    """One picture of the guide; only what lies in its folder."""
    found = chapters.picture(name)
    if found is None:
        raise Http404
    return FileResponse(found.open("rb"), content_type="image/png")
