# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the frame of every public page asks: whose it is. So a view of any app can use the frame. And moments."""

from django import template

from cascina_whatsapp.formatting.dates import moment_in_words
from cascina_whatsapp.public_site import whose

register = template.Library()
register.simple_tag(whose.owner, name="owner")
register.filter("moment", moment_in_words)
