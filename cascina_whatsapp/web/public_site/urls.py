"""The addresses of the public pages. Nothing stands behind a question mark, so they are kept everywhere; each page
has one, or made-up spellings of it would push the others out of the cache."""

from django.urls import path

from . import archive, feeds, made_files, pages, posters

urlpatterns = [
    path("come-funziona/", pages.how_it_works, name="public_how"),
    path("come-funziona/iscrizione.svg", pages.code, name="public_code"),
    path("come-funziona/locandina.pdf", posters.public_poster, name="public_poster"),
    path("come-funziona/comune-di-cascina.vcf", pages.card, name="public_card"),
    path("e-davvero-del-comune/", pages.is_it_genuine, name="public_genuine"),
    path("accessibilita/", pages.accessibility, name="public_accessibility"),
    path("messaggi/", archive.archive, name="public_archive"),
    path("messaggi/feed.atom", feeds.atom, name="public_feed"),
    path("messaggi/<number:year>/<number:month>/", archive.archive, name="public_archive_month"),
    path(
        "messaggi/<number:year>/<number:month>/<sheet:sheet>/",
        archive.archive,
        name="public_archive_month_sheet",
    ),
    path("messaggi/<number:pk>/", archive.short, name="public_message_short"),
    path("messaggi/<number:pk>/allegato/", archive.file, name="public_file"),
    path("messaggi/<number:pk>/immagine-<number:width>.webp", made_files.picture, name="public_picture"),
    path("messaggi/<number:pk>-<slug:slug>/", archive.message, name="public_message"),
    path("messaggi/<slug:topic>/feed.atom", feeds.atom, name="public_feed_topic"),
    path("messaggi/<slug:topic>/", archive.archive, name="public_archive_topic"),
    path(
        "messaggi/<slug:topic>/<number:year>/<number:month>/",
        archive.archive,
        name="public_archive_topic_month",
    ),
    path(
        "messaggi/<slug:topic>/<number:year>/<number:month>/<sheet:sheet>/",
        archive.archive,
        name="public_archive_topic_month_sheet",
    ),
    path("allerte/cap/feed.atom", feeds.cap_index, name="public_cap_index"),
    path("allerte/cap/<str:identifier>.xml", feeds.cap_file, name="public_cap_file"),
    path("robots.txt", pages.robots_txt, name="robots_txt"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
]
