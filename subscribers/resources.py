# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of consent as the auditor takes it away: pseudonyms only, one row an event."""

from import_export import fields, resources

from .models import ConsentRecord


class ConsentRecordResource(resources.ModelResource):
    """To export; nothing is ever imported into the register."""

    announcement = fields.Field("announcement__version", column_name="versione dell'annuncio")
    notice = fields.Field("notice__version", column_name="versione dell'informativa")
    confirmation = fields.Field("confirmation__version", column_name="versione della conferma")
    actor = fields.Field("actor_id", column_name="operatore")

    class Meta:
        model = ConsentRecord
        fields = [
            "event_id",
            "kind",
            "pseudonym",
            "at_whatsapp",
            "recorded_at",
            "took_effect",
            "words",
            "rule",
            "rule_version",
            "channel",
            "topics",
            "announcement",
            "notice",
            "confirmation",
            "actor",
            "reason",
        ]
        export_order = fields

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        """The auditor reads the columns' Italian names, as on screen."""
        field = super().field_from_django_field(field_name, django_field, readonly)
        field.column_name = str(django_field.verbose_name)
        return field
