# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every list of the admin, as every group finds it: who may add something finds the link that adds it."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from broadcasts.models import NoticeDecision
from tests.builders import NOW, hire, supersede
from tests.people import PAOLO, Clerk
from tests.staff import STAFF, at_desk

pytestmark = pytest.mark.django_db
LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
IMPORTS = "admin:subscribers_importbatch"
DECISIONS = "admin:broadcasts_noticedecision"
WHAT_FOR = "Chi ha detto di sì su un modulo di carta si iscrive da qui"


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
        if not links_to(reverse(f"{name}_add"), desk.get(reverse(f"{name}_changelist")).text)
    ]


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_who_may_add_to_a_list_finds_the_link_on_it(clerk):
    supersede("privacy_notice", "Informativa, più breve.")  # what there is to decide is on its list
    assert without_a_link(clerk) == []


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_the_empty_list_of_imports_says_what_it_is_for_and_has_its_one_button(clerk):
    text = at_desk(clerk).get(reverse(f"{IMPORTS}_changelist")).text
    may = hire(clerk).has_perm("subscribers.import_subscriber")
    may_see = hire(clerk).has_perm("subscribers.view_importbatch")
    assert (WHAT_FOR in text) == may_see
    assert links_to(reverse(f"{IMPORTS}_add"), text) == (["button main addlink"] if may else [])


def test_a_decision_about_the_notice_can_follow_another():
    """Paolo decided that nobody needs to be told, and thinks again."""
    notice = supersede("privacy_notice", "Informativa, più breve.")
    NoticeDecision.objects.create(
        notice=notice, is_material=False, reason="Un refuso", by=hire(PAOLO), at=NOW
    )
    assert without_a_link(PAOLO) == []
    assert "Decidi di nuovo" in at_desk(PAOLO).get(reverse(f"{DECISIONS}_changelist")).text
