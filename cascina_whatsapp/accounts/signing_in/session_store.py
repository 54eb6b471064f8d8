"""The storage of sessions: Django's rows, with what they say encrypted and bound to the session's key.

What a form did that was sent, and the secret of a new app lie in them. One that can't be read, since its key is gone
or a version before wrote it, is as good as none: its owner signs in again.
"""

from typing import Any

from django.contrib.sessions.backends import db

from cascina_whatsapp.security.encryption import values
from cascina_whatsapp.security.encryption.data_keys import NoKey


class SessionStore(db.SessionStore):
    """Django's own, encrypted by the first of DATA_KEYS."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Encrypt what Django would have signed alone. Raises NoKey."""
        return values.encrypt_text(super().encode(session_dict), self._place)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Decrypt a session of ours; empty for one in clear, of another key, or moved from another row."""
        if not isinstance(session_data, str) or not session_data.startswith(values.PREFIX):
            return {}
        try:
            return super().decode(values.decrypt_text(session_data, self._place))
        except (NoKey, values.Altered):
            return {}

    @property
    def _place(self) -> str:
        return f"django_session.session_data {self.session_key}"
