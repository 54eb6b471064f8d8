"""Fields of models that are encrypted in the database, and in clear in Python.

Nothing can be looked for in them, nor sorted by them: each value is encrypted anew, even the same one. What can be
asked is whether they are empty. Whoever looks for a person does so by the keyed pseudonym, a column of its own.
Migrations know them as the plain fields that they are stored in.
"""

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup

from . import values

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
    TextColumn = models.TextField[str, str]
    BinaryColumn = models.BinaryField[bytes, bytes]
    JSONColumn = models.JSONField[Any, Any]
else:  # Django's classes take no parameters when they run
    AnyField, TextColumn = models.Field, models.TextField
    BinaryColumn, JSONColumn = models.BinaryField, models.JSONField

ASKABLE = {"exact", "isnull"}
"""Look-ups that an encrypted column can answer: whether it is empty, or NULL."""


class Encrypted(AnyField):
    """The base of the three encrypted fields."""

    empty: object = ""
    stored_as: str

    @property
    def place(self) -> str:
        """The column that a value belongs to and is bound to: table.column."""
        return f"{self.model._meta.db_table}.{self.column}"

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.stored_as}", args, kwargs

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]] | None":
        """Raise FieldError for whatever an encrypted column can't answer."""
        if lookup_name not in ASKABLE:
            raise FieldError(f"{self.name} is encrypted: look for the pseudonym instead of «{lookup_name}»")
        found = super().get_lookup(lookup_name)
        return empty_only(found) if found and lookup_name == "exact" else found

    def get_transform(self, lookup_name: str) -> Any:
        """Return None: an encrypted column can't be asked, not even for the parts of a JSON document."""

    def encrypted(self, value: Any) -> Any:
        """Return the value as the column stores it."""
        raise NotImplementedError

    def decrypted(self, stored: Any) -> Any:
        """Return what `encrypted` was given."""
        raise NotImplementedError


def empty_only(lookup: "type[Lookup[Any]]") -> "type[Lookup[Any]]":
    """The look-up for equality that takes nothing but the empty value. Raises FieldError."""

    class Empty(lookup):  # type: ignore[misc,valid-type]  # a class that is made of another
        def get_prep_lookup(self) -> Any:
            if self.rhs != self.lhs.output_field.empty:
                raise FieldError("an encrypted column can be compared with the empty value only")
            return self.rhs

    return Empty


class EncryptedTextField(TextColumn, Encrypted):
    """The field of an encrypted text."""

    stored_as = "TextField"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        prepared = super().get_db_prep_save(value, connection)
        return self.encrypted(prepared) if isinstance(prepared, str) else prepared

    def from_db_value(self, stored: str | None, *_: Any) -> str | None:
        """Decrypt a value as it is read."""
        return stored and self.decrypted(stored)

    def encrypted(self, value: str) -> str:
        return values.encrypt_text(value, self.place)

    def decrypted(self, stored: str) -> str:
        return values.decrypt_text(stored, self.place)


class EncryptedBinaryField(BinaryColumn, Encrypted):
    """The field of encrypted bytes."""

    stored_as = "BinaryField"
    empty = b""

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        content = None if value is None else self.encrypted(bytes(value))
        return super().get_db_prep_save(content, connection)

    def from_db_value(self, stored: bytes | memoryview | None, *_: Any) -> bytes | None:
        """Decrypt a value as it is read."""
        return None if stored is None else self.decrypted(bytes(stored))

    def encrypted(self, value: bytes) -> bytes:
        return values.encrypt_bytes(value, self.place)

    def decrypted(self, stored: bytes) -> bytes:
        return values.decrypt_bytes(stored, self.place)


class EncryptedJSONField(Encrypted, JSONColumn):
    """A JSON document, stored as a JSON string that is encrypted; {} and [] stay as they are."""

    stored_as = "JSONField"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty = self.get_default()

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return super().get_db_prep_save(self.encrypted(value) if value else value, connection)

    def from_db_value(self, stored: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Decrypt a value as it is read."""
        document = super().from_db_value(stored, expression, connection)
        return self.decrypted(document) if isinstance(document, str) else document

    def encrypted(self, value: Any) -> str:
        return values.encrypt_text(json.dumps(value, ensure_ascii=False), self.place)

    def decrypted(self, stored: str) -> Any:
        return json.loads(values.decrypt_text(stored, self.place))

    def stored_anew(self, stored: str, *, encrypt: bool) -> str:
        """The column's JSON, as text, encrypted by the first key or in clear."""
        document = json.loads(stored)
        document = self.decrypted(document) if isinstance(document, str) else document
        return json.dumps(self.encrypted(document) if encrypt else document)
