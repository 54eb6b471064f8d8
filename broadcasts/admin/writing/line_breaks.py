"""A text without its new lines, by a button beside it, and back again. With the page's script nothing is sent for it;
without one the form is, and the session knows the text of before.
"""

from django.http import HttpRequest

from broadcasts.admin.fields.drafts import NEXT_STEP, CampaignForm
from broadcasts.admin.fields.mended_forms import AS_WRITTEN, ONE_PARAGRAPH
from broadcasts.models import Campaign

PARAGRAPHS_BACK = "paragraphs-back"
KEPT = "text_with_lines"
"""The key of the session under which the last text is that was put on one line: as it was, and as it is."""


def remember(request: HttpRequest, form: CampaignForm) -> None:
    """Keep the text as it was before the button, if that was the one that was pressed."""
    if request.POST.get(NEXT_STEP) == ONE_PARAGRAPH and "body" in form.mended:
        request.session[KEPT] = [request.POST["body"], form.mended["body"].text]


def can_be_put_back(request: HttpRequest, campaign: Campaign) -> bool:
    """Tell whether a broadcast's text is the one that lost its new lines last."""
    return bool(campaign.body) and campaign.body == request.session.get(KEPT, ["", None])[1]


def put_back(request: HttpRequest) -> None:
    """Let the posted text be the one of before, where that is what was pressed."""
    before, after = request.session.get(KEPT, ["", None])
    if request.POST.get(NEXT_STEP) == PARAGRAPHS_BACK and request.POST.get("body") == after:
        posted = request.POST.copy()
        posted["body"] = before
        posted.appendlist(AS_WRITTEN, "body")
        request.POST = posted  # type: ignore[assignment]  # a copy is mutable, and read like the other
