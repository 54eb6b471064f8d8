"""One change of a webhook with what surrounds it: the account, our number, the people it speaks of."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cascina_whatsapp.whatsapp.cloud_api.people import Person, person

from .reading import kept, mapping, mappings, plain, text, word
from .vocabulary import Unknown

WHATSAPP = "whatsapp_business_account"
"""The `object` of every webhook about WhatsApp."""

_METADATA = plain("display_phone_number", "phone_number_id")


@dataclass(frozen=True)
class Change:
    """`entry[].changes[]`, with the id and the time of its entry."""

    entry: dict[str, Any]
    field: str
    value: dict[str, Any]

    @property
    def phone_number_id(self) -> str:
        return text(self._metadata.get("phone_number_id"))

    def person(self, number: object, bsuid: object, parent_bsuid: object) -> Person:
        """The person so named, completed by the contact that names the same one: the order proves nothing."""
        told = person(text(number), text(bsuid), text(parent_bsuid))
        known = self._contacts.get(told.bsuid) or self._contacts.get(told.phone) or told
        return Person(
            phone=told.phone or known.phone,
            bsuid=told.bsuid or known.bsuid,
            parent_bsuid=told.parent_bsuid or known.parent_bsuid,
        )

    def envelope(self, part: str, item: object, contact: Person | None = None) -> dict[str, Any]:
        """Build a webhook body of its own for one item of `value[part]`, with the contact but no name."""
        value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": self._metadata}
        if contact:
            value["contacts"] = [_contact(contact)]
        return self.whole_envelope(value | {part: [item]})

    def whole_envelope(self, value: dict[str, Any]) -> dict[str, Any]:
        """A webhook body with this value as the only change."""
        changes = [{"field": self.field, "value": value}]
        return {"object": WHATSAPP, "entry": [self.entry | {"changes": changes}]}

    def unknown(self, problem: str, *, kind: str = "", envelope: dict[str, Any] | None = None) -> Unknown:
        """The event for what cannot be read; without an envelope given, only our own number is kept."""
        nothing = self.whole_envelope({"metadata": self._metadata} if self._metadata else {})
        return Unknown(field=self.field, kind=kind, problem=problem, envelope=envelope or nothing)

    @cached_property
    def _metadata(self) -> dict[str, Any]:
        return kept(mapping(self.value.get("metadata")), _METADATA)

    @cached_property
    def _contacts(self) -> dict[str, Person]:
        """The people of `contacts[]`, by phone and by id."""
        people = [
            person(text(item.get("wa_id")), text(item.get("user_id")), text(item.get("parent_user_id")))
            for item in mappings(self.value.get("contacts"))
        ]
        return {name: someone for someone in people for name in (someone.phone, someone.bsuid) if name}


def read_change(entry: dict[str, Any], change: dict[str, Any]) -> Change:
    """Read a change from its entry."""
    return Change(
        entry=kept(entry, plain("id", "time")),
        field=word(change.get("field")),
        value=mapping(change.get("value")),
    )


def _contact(someone: Person) -> dict[str, Any]:
    names = {
        "wa_id": someone.phone.removeprefix("+"),
        "user_id": someone.bsuid,
        "parent_user_id": someone.parent_bsuid,
    }
    return {name: value for name, value in names.items() if value}
