"""The list of single deliveries, to read: numbers are masked, and never part of an address."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import recovery
from broadcasts.sending.privacy import unmasking
from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, colleague, page_context

from .delivery_filters import OnePerson, Reason, RecentCampaign, ordering
from .one_person import find_page, unmask_page

FORGOTTEN = "dati eliminati"
"""The words in place of a person of whom nothing is known any more."""
DELIVERY_TONES: dict[str, str] = {
    DeliveryStatus.SENDING: "busy",
    DeliveryStatus.UNCERTAIN: "warn",
    DeliveryStatus.HELD: "warn",
    DeliveryStatus.ACCEPTED: "busy",
    DeliveryStatus.SENT: "busy",
    DeliveryStatus.EXPIRED: "warn",
    DeliveryStatus.DELIVERED: "ok",
    DeliveryStatus.READ: "ok",
    DeliveryStatus.FAILED: "err",
}
ARRIVED: dict[str, Any] = {
    "arrived": True,
    "label": "È arrivato",
    "explanation": "Scegli questo solo se la persona ha confermato di averlo ricevuto. Risulterà consegnato, e non "
    "sarà mandato di nuovo.",
    "done": "Segnati come arrivati: {}.",
}
SEND_AGAIN: dict[str, Any] = {
    "arrived": False,
    "label": "Non è arrivato: manda di nuovo",
    "explanation": "Torna in coda e parte di nuovo, se la persona è ancora iscritta. Attenzione: WhatsApp non ha "
    "detto se il primo invio è riuscito. Se era riuscito, la persona riceve due volte lo stesso messaggio.",
    "done": "Rimessi in coda: {}.",
}
"""The two ways to end a doubt, and what the page says about each."""
NOTHING_IN_DOUBT = "Fra quelli scelti nessuno ha l'esito incerto: non c'è niente da decidere."


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The list of deliveries: the state of each message."""

    change_form_template = "admin/broadcasts/delivery/change_form.html"
    change_list_template = "admin/broadcasts/delivery/change_list.html"
    list_display = ["recipient", "campaign", "state", "latest", "reason"]
    list_per_page = 40  # a row has a title and a reason: fifty would weigh too much
    list_filter = [RecentCampaign, "status", Reason, OnePerson]
    list_select_related = ["campaign", "subscriber"]
    sortable_by = []
    actions = ["settle_arrived", "settle_again"]
    fields = [
        "campaign",
        "recipient",
        "state",
        "reason",
        "error_code",
        "attempts",
        "not_before",
        "claimed_at",
        "accepted_at",
        "sent_at",
        "delivered_at",
        "read_at",
    ]
    readonly_fields = ["recipient", "state"]

    def pages(self) -> Pages:
        return {
            "cerca/": ("find", partial(find_page, self)),
            "<int:pk>/numero/": ("unmask", never_cache(partial(unmask_page, self))),
        }

    def beside(self, request: HttpRequest, row: Delivery) -> dict[str, Any]:
        return {"has_number": unmasking.has_number(row)}

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        return [*ordering(request.GET)]

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Tell Django whether the two actions below are allowed."""
        return request.user.has_perm("broadcasts.steer_campaign")

    @admin.action(description=ARRIVED["label"], permissions=["settle"])
    def settle_arrived(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> HttpResponse | None:
        return self._settle(request, queryset, ARRIVED)

    @admin.action(description=SEND_AGAIN["label"], permissions=["settle"])
    def settle_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> HttpResponse | None:
        return self._settle(request, queryset, SEND_AGAIN)

    def _settle(self, request: HttpRequest, chosen: QuerySet, way: dict[str, Any]) -> HttpResponse | None:
        """Ask first; act when that is confirmed."""
        doubtful = chosen.filter(status=DeliveryStatus.UNCERTAIN)
        if "confirmed" in request.POST:
            self._carry_out(request, doubtful, way)
        elif doubtful.exists():
            return self._ask(request, doubtful, way)
        else:
            messages.warning(request, NOTHING_IN_DOUBT)
        return None

    @transaction.atomic
    def _carry_out(self, request: HttpRequest, doubtful: QuerySet, way: dict[str, Any]) -> None:
        # Not the list's own queryset: it has joins and an order that no UPDATE needs.
        these = Delivery.objects.filter(pk__in=list(doubtful.values_list("pk", flat=True)))
        settled = recovery.settle(these, arrived=way["arrived"], by=colleague(request), now=timezone.now())
        for delivery in Delivery.objects.filter(pk__in=settled):
            self.log_change(request, delivery, way["label"])
        messages.success(request, way["done"].format(len(settled)))

    def _ask(self, request: HttpRequest, doubtful: QuerySet, way: dict[str, Any]) -> HttpResponse:
        everywhere = request.POST.get("select_across") == "1"
        context = {
            **page_context(self, request, way["label"]),
            "way": way,
            "people": doubtful.count(),
            "action": request.POST["action"],
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "chosen": ["all"] if everywhere else list(doubtful.values_list("pk", flat=True)),
            "everywhere": everywhere,
        }
        return TemplateResponse(request, "admin/broadcasts/delivery/settle.html", context)

    @admin.display(description="iscritto")
    def recipient(self, delivery: Delivery) -> str:
        return delivery.subscriber.masked if delivery.subscriber else FORGOTTEN

    @admin.display(description="quando")
    def latest(self, delivery: Delivery) -> datetime | None:
        """Return the last moment that Meta told of a delivery; its page shows every one."""
        return delivery.read_at or delivery.delivered_at or delivery.sent_at or delivery.claimed_at

    @admin.display(description="stato")
    def state(self, delivery: Delivery) -> str:
        return delivery_badge(delivery)


def delivery_badge(delivery: Delivery) -> SafeString:
    """The state of one citizen's message."""
    return badge(delivery.get_status_display(), DELIVERY_TONES.get(delivery.status, "quiet"))
