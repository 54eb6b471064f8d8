"""The Comune's own pages: whatever is published has its page there, without anything being called."""

from broadcasts.content.published import SITE, published
from broadcasts.models import Publication

from .outlet import NotYet, Outcome, Outlet, Post, Published


class Site(Outlet):
    """The outlet of the site: `content.published` decides what it shows, so that there is nothing to send."""

    key = SITE
    name = "Sito"
    where = "nel sito"
    is_always = True
    is_repeatable = True
    tells_revisions = False

    def publish(self, post: Post) -> Outcome:
        if published(post.now).filter(pk=post.campaign.pk).exists():
            return Published(post.page)
        return NotYet("Non è ancora fra i messaggi pubblicati.")

    def link(self, publication: Publication) -> str:
        return publication.reference
