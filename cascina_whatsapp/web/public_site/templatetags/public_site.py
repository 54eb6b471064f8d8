# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The template tag of every public page's frame: its owner, so that any app can use it."""

from django import template

from cascina_whatsapp.web.public_site import town_hall

register = template.Library()
register.simple_tag(town_hall.owner, name="owner")
