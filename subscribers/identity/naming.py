"""The keyed pseudonyms of a person, and the digests of messages, under every key that is in use."""

from collections.abc import Iterable

from cascina_whatsapp.security.encryption.pseudonym_keys import PseudonymKey, live_keys
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.models import Subscriber
from subscribers.rules import phone

PSEUDONYMS = ("phone_pseudonym", "bsuid_pseudonym")


def digest_of_message(message_id: str) -> str:
    """The keyed digest by which the register will know a message that is new; "" for none."""
    return digests_of_message(message_id)[0]


def digests_of_message(message_id: str) -> list[str]:
    """Every digest by which the register may know this message, by the newest key first; "" for none."""
    if not message_id:
        return [""]
    return [key.marked(phone.of_message(message_id, key.secret)) for key in _keys()]


def candidates(person: Person) -> dict[str, list[str]]:
    """Every pseudonym that a name of `person` may have, by the newest key first; by the field that holds them."""
    known = {}
    if person.phone:
        known["phone_pseudonym"] = [key.marked(phone.of_phone(person.phone, key.secret)) for key in _keys()]
    if person.bsuid:
        known["bsuid_pseudonym"] = [key.marked(phone.of_bsuid(person.bsuid, key.secret)) for key in _keys()]
    return known


def _keys() -> tuple[PseudonymKey, ...]:
    """Return the live keys, or an empty one, on which `pseudonym` raises ValueError."""
    return live_keys() or (PseudonymKey("", 1),)


def pseudonyms(person: Person) -> dict[str, str]:
    """The keyed pseudonyms of what we know of `person`, by the field that holds them.

    Whoever is known keeps the pseudonym that they were given first, whichever key made it: the register can't be
    changed. Whoever is new is named by the newest key.
    """
    return named_all([person])[0]


def named_all(people: Iterable[Person]) -> list[dict[str, str]]:
    """Name many people by their pseudonyms, in order. With more than one key the database is asked, once a name."""
    told = [candidates(person) for person in people]
    met = _met(told) if len(_keys()) > 1 else {}
    return [
        {
            field: next((name for name in names if name in met.get(field, ())), names[0])
            for field, names in one.items()
        }
        for one in told
    ]


def _met(told: list[dict[str, list[str]]]) -> dict[str, set[str]]:
    """Select those of these pseudonyms that a row bears."""
    met = {}
    for field in PSEUDONYMS:
        names = [name for known in told for name in known.get(field, ())]
        rows = Subscriber.objects.filter(**{f"{field}__in": names})
        met[field] = set(rows.values_list(field, flat=True)) if names else set()
    return met


def pseudonym_of(person: Person) -> str:
    """The one pseudonym to call `person` by: the number's where there is a number. Raises KeyError for nobody."""
    return first_of(pseudonyms(person))


def first_of(known: dict[str, str]) -> str:
    """Return the pseudonym to call somebody by, of their pseudonyms by field."""
    return known.get("phone_pseudonym") or known["bsuid_pseudonym"]


def known_pseudonyms(subscriber: Subscriber) -> list[str]:
    """The pseudonyms under which the register knows this person."""
    return [name for name in (subscriber.phone_pseudonym, subscriber.bsuid_pseudonym) if name]


def all_pseudonyms(subscriber: Subscriber) -> set[str]:
    """Collect a person's pseudonyms, and those of other keys, while their names are here in clear.

    A list that came before they were known, or an answer to a stranger, may bear one of those.
    """
    person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid)
    others = (name for names in candidates(person).values() for name in names)
    return {*known_pseudonyms(subscriber), *others}
