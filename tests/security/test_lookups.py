"""No list of the admin is an oracle: it answers what its own filters ask, and nothing of what it doesn't show."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import DateField, Field, ForeignObjectRel, Model, Transform
from django.test import Client, RequestFactory
from django.urls import reverse

from broadcasts.slices.trials.models import TrialNumber
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers.models import ConsentRecord, ImportBatch, Subscriber
from tests.builders import NOW, hire, subscribe, under_way
from tests.people import ANNA, GIULIA
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
CHOOSING = {"exact", "isnull"}
"""How a filter compares that offers values to choose from."""
OF_A_PERIOD = {"gte", "lt", "isnull"}
LINKED = {(ConsentRecord, "rule"), (ConsentRecord, "sequence")}
"""What a page of ours links by, without a filter: a broadcast, to the events that it left in the register."""


def comparisons(field: Field | ForeignObjectRel) -> Iterator[str]:
    """All that Django can ask of a field: its lookups, and one step through each of its transforms."""
    for name, lookup in getattr(field, "get_lookups", dict)().items():
        yield name
        if issubclass(lookup, Transform):
            yield from (f"{name}__{inner}" for inner in lookup.get_lookups())


def paths(model: type[Model], depth: int = 1) -> Iterator[tuple[str, Field | ForeignObjectRel]]:
    """The fields of a model, and those of what it points to or is pointed at from, one step further."""
    for field in model._meta.get_fields():
        yield field.name, field
        if depth and field.is_relation and field.related_model:
            yield from ((f"{field.name}__{path}", found) for path, found in paths(field.related_model, 0))


def lookups(model: type[Model]) -> Iterator[tuple[str, Field | ForeignObjectRel, str]]:
    """Every lookup that an address may hold: as it is written, the field, the comparison ("" for none)."""
    for path, field in paths(model):
        yield path, field, ""
        yield from ((f"{path}__{name}", field, name) for name in comparisons(field))


def filtered_fields(model: type[Model]) -> set[str]:
    """Fields that the list offers for choosing."""
    entries = admin.site.get_model_admin(model).list_filter
    named = (entry[0] if isinstance(entry, tuple) else entry for entry in entries)
    return {name for name in named if isinstance(name, str)}


def parameters_of_classes(model: type[Model]) -> set[str]:
    """Words of our own filters, which look at nothing but what they say."""
    entries = admin.site.get_model_admin(model).list_filter
    return {entry.parameter_name for entry in entries if hasattr(entry, "parameter_name")}


def is_harmless(model: type[Model], lookup: str, field: Field | ForeignObjectRel, comparison: str) -> bool:
    """Whether the list's own filters ask this."""
    if (model, lookup) in LINKED or lookup in parameters_of_classes(model):
        return True
    if isinstance(field, DateField):
        return comparison in OF_A_PERIOD and lookup.removesuffix(f"__{comparison}") in filtered_fields(model)
    bare = lookup.removesuffix(f"__{comparison}") if comparison else lookup
    return (not comparison or comparison in CHOOSING) and (
        bare in filtered_fields(model) or bare.removesuffix("__id") in filtered_fields(model)
    )


@each_model
def test_a_list_answers_only_what_its_own_filters_ask(model: type[Model]):
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    asked, every = admin.site.get_model_admin(model), list(lookups(model))
    found = [
        lookup
        for lookup, field, comparison in every
        if asked.lookup_allowed(lookup, "1", request) and not is_harmless(model, lookup, field, comparison)
    ]
    assert (len(every) > 10, found) == (True, [])


ORACLES = [
    (SARA, DeadLetter, {"body__contains": "39320"}),
    (SARA, DeadLetter, {"error__regex": "^V"}),
    (GIULIA, TrialNumber, {"phone__startswith": "+3932"}),
    (GIULIA, TrialNumber, {"code__startswith": "12"}),
    (GIULIA, TrialNumber, {"phone__startswith": "+3932", "code__startswith": "12"}),
    (GIULIA, Subscriber, {"phone": ANNA.phone}),
    (GIULIA, Subscriber, {"phone_pseudonym__startswith": "a"}),
    (GIULIA, Subscriber, {"decided_at__second": "7"}),
    (GIULIA, ImportBatch, {"rows__phone__startswith": "+3932"}),
    (ROSA, ConsentRecord, {"pseudonym__startswith": "a"}),
    (ROSA, ConsentRecord, {"replies__phone__startswith": "+3932"}),
    (VERA, ConsentRecord, {"words__contains": "a"}),
]


@pytest.mark.parametrize(("clerk", "model", "asked"), ORACLES)
def test_what_is_not_shown_cannot_be_asked_for(clerk, model, asked):
    subscribe(ANNA)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    desk = at_desk(clerk)
    assert desk.get(address).status_code == 200
    assert desk.get(address, asked).status_code == 400


def test_the_page_of_all_colleagues_reads_no_question_at_all():
    desk, address = at_desk(SARA), reverse("admin:auth_user_changelist")
    for asked in ({}, {"password__startswith": "!"}, {"groups__permissions__codename": "export_numbers"}):
        kept = [one.account.username for one in desk.get(address, asked).context["active"]]
        assert kept == [SARA.username]


def links_of(page: str) -> set[str]:
    """The addresses behind the choices of a list's filters."""
    return {part.split('"')[0].replace("&amp;", "&") for part in page.split('href="?')[1:]}


@pytest.mark.sweep  # every list, every choice
@each_model
def test_every_choice_that_a_list_offers_works(model: type[Model], admin_client: Client):
    subscribe(ANNA)
    under_way()
    TrialNumber.objects.create(user=hire(GIULIA), phone="+393200000901", code_asked_at=NOW)
    DeadLetter.objects.create(body=b"{}", kind="InboundMessage", error="ValueError")
    DeadLetter.objects.create(body=b"{}", kind="body", error="ValueError")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    links = links_of(admin_client.get(address).content.decode())
    for link in sorted(links):
        assert admin_client.get(f"{address}?{link}").status_code == 200, link


def test_a_masked_number_orders_no_list():
    """Sorted by what is masked, a list tells what lies between two numbers that are known."""
    for model in MODELS:
        asked = admin.site.get_model_admin(model)
        for column in asked.list_display:
            order = getattr(getattr(asked, str(column), None), "admin_order_field", "") or ""
            assert order.strip("-") not in {"phone", "bsuid", "pseudonym", "body"}, (model, column)
