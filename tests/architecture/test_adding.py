"""Every list of the admin, as every group finds it: who may add something finds the link that adds it."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from broadcasts.models import NoticeDecision
from cascina_whatsapp.presentation.guide.empty import EMPTY
from tests.architecture.test_admin_pages import something_of_everything
from tests.builders import NOW, hire, supersede
from tests.people import PAOLO, Clerk
from tests.staff import STAFF, at_desk

pytestmark = pytest.mark.django_db
LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
IMPORTS = "admin:subscribers_importbatch"
NO_LISTS = {
    f"admin:{name}"
    for name in (
        "broadcasts_numberstatus",
        "broadcasts_bulletinwatch",
        "broadcasts_budget",
        "broadcasts_price",
        "elections_officeholder",
    )
}
"""Pages of their own, or names that stand on one."""
LED_ELSEWHERE = {
    f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for model, shown in admin.site._registry.items()
    if getattr(shown, "listed_on", "")
}
"""Their rows are on the page of something else."""
DECISIONS = "admin:broadcasts_noticedecision"
DARK = {"button main", "button main addlink"}


def links_to(page: str, text: str) -> list[str]:
    """The classes of each link to this page, whatever it begins with there."""
    return re.findall(rf'<a (?:class="([^"]*)" )?href="{page}(?:\?[^"]*)?"', text)


def without_a_link(clerk: Clerk) -> list[str]:
    """The lists that let this person add something and do not say so."""
    desk = at_desk(clerk)
    may = [name for name in LISTS if desk.get(reverse(f"{name}_add")).status_code == 200]
    return [
        name
        for name in may
        if not links_to(reverse(f"{name}_add"), desk.get(reverse(f"{name}_changelist"), follow=True).text)
    ]


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_who_may_add_to_an_empty_list_finds_the_link_on_it(clerk):
    supersede("privacy_notice", "Informativa, più breve.")  # what there is to decide is on its list
    assert without_a_link(clerk) == []


@pytest.mark.sweep
@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_who_may_add_to_a_full_list_finds_the_link_on_it(clerk):
    something_of_everything()
    assert without_a_link(clerk) == []


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_an_empty_list_says_what_will_be_in_it_and_the_first_step_once(clerk):
    desk = at_desk(clerk)
    pages = {
        name: desk.get(reverse(f"{name}_changelist"))
        for name in LISTS
        if name not in NO_LISTS | LED_ELSEWHERE
    }
    empty = {
        name: page.text
        for name, page in pages.items()
        if page.status_code == 200 and "cl" in page.context and not page.context["cl"].result_count
    }
    told = {
        name: re.findall(r'<div class="empty">\s*<p>(.*?)</p>(.*?)</div>', text, re.DOTALL)
        for name, text in empty.items()
    }
    assert {name for name, found in told.items() if len(found) != 1} == set()
    steps = {name: links_to('[^"]*', found[0][1]) for name, found in told.items()}
    assert {
        name for name, classes in steps.items() if len(classes) > 1 or not DARK.issuperset(classes)
    } == set()
    without = {name for name, found in told.items() if not steps[name] and "<p" not in found[0][1]}
    assert without == set()
    imports = desk.get(reverse(f"{IMPORTS}_changelist")).text
    may = hire(clerk).has_perm("subscribers.import_subscriber")
    assert links_to(reverse(f"{IMPORTS}_add"), imports) == (["button main"] if may else [])


def test_every_list_has_its_words_for_who_finds_it_empty():
    lists = {model._meta.label_lower for model in admin.site._registry}
    elsewhere = {name.removeprefix("admin:").replace("_", ".") for name in NO_LISTS | LED_ELSEWHERE}
    assert set(EMPTY) == lists - elsewhere


def test_a_decision_about_the_notice_can_follow_another():
    """Paolo decided that nobody needs to be told, and thinks again."""
    notice = supersede("privacy_notice", "Informativa, più breve.")
    NoticeDecision.objects.create(
        notice=notice, is_material=False, reason="Un refuso", by=hire(PAOLO), at=NOW
    )
    assert without_a_link(PAOLO) == []
    assert "Decidi di nuovo" in at_desk(PAOLO).get(reverse(f"{DECISIONS}_changelist"), follow=True).text
