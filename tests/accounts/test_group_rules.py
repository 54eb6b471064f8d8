"""Which groups see content or numbers: the table in the code, and the rights in the database."""

import pytest
from django.contrib.auth.models import Group

from cascina_whatsapp.accounts import group_rules
from cascina_whatsapp.accounts.group_rules import ADMINISTRATORS, EXCLUDED

CONTENT = {
    "broadcasts.view_campaign",
    "broadcasts.view_delivery",
    "broadcasts.unmask_delivery",
    "subscribers.unmask_importrow",
    "subscribers.view_subscriber",
    "subscribers.view_consentrecord",
    "subscribers.export_numbers",
    "privacy.view_rightsrequest",
    "privacy.export_person",
}
"""Rights to see a broadcast, a citizen, or a number."""


@pytest.mark.django_db
def test_the_table_has_every_group_that_may_see_content_or_numbers():
    seeing = {
        group.name
        for group in Group.objects.prefetch_related("permissions__content_type")
        if CONTENT & {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
    }
    assert seeing == set(group_rules.SEES)
    everybody = set(Group.objects.values_list("name", flat=True))
    assert {name for name in everybody if group_rules.sees_content(name)} == seeing


@pytest.mark.parametrize(
    ("held", "given", "refusal"),
    [
        ([], "Redattore", ""),
        ([], ADMINISTRATORS, ""),
        (["Redattore"], "Approvatore", ""),
        (["Redattore", "Approvatore"], "RPD", ""),
        ([ADMINISTRATORS], "Redattore", EXCLUDED),
        ([ADMINISTRATORS], "Approvatore", EXCLUDED),
        ([ADMINISTRATORS], "Revisore", EXCLUDED),
        ([ADMINISTRATORS], "RPD", EXCLUDED),
        ([ADMINISTRATORS], "un gruppo che nessuno ha scritto", EXCLUDED),
        (["Redattore"], ADMINISTRATORS, EXCLUDED),
        (["un gruppo che nessuno ha scritto"], ADMINISTRATORS, EXCLUDED),
    ],
)
def test_who_keeps_the_accounts_sees_no_content(held, given, refusal):
    assert group_rules.refusal(held, given) == refusal


@pytest.mark.parametrize(
    ("held", "conflict"),
    [
        ([], False),
        ([ADMINISTRATORS], False),
        (["Redattore", "Approvatore", "RPD"], False),
        ([ADMINISTRATORS, "Redattore"], True),
        (["RPD", ADMINISTRATORS], True),
    ],
)
def test_both_in_one_hand_is_seen(held, conflict):
    assert group_rules.are_in_conflict(held) is conflict
