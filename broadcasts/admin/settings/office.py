# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the office's weekly hours and closures, which say when broadcasts may leave."""

from django.contrib import admin

from broadcasts.admin.fields.drafts import OfficeHoursForm
from broadcasts.models import Closure, OfficeHours
from cascina_whatsapp.presentation.components import OwnFiltersOnly
from cascina_whatsapp.security.trail import Event


@admin.register(OfficeHours)
class OfficeHoursAdmin(OwnFiltersOnly):
    """The list of office hours, a row per interval of a weekday."""

    form = OfficeHoursForm
    list_display = ["weekday", "opens", "closes"]
    list_filter = ["weekday"]
    actions = None
    traced_as = Event.HOURS_CHANGED


@admin.register(Closure)
class ClosureAdmin(OwnFiltersOnly):
    """The list of closures, beside Sundays and holidays, which the service knows by itself."""

    list_display = ["reason", "first", "last"]
    actions = None
    traced_as = Event.HOURS_CHANGED
