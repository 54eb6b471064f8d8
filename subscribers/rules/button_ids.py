# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our buttons and list rows say back to us when a citizen taps them."""

JOIN = "join"
LEAVE = "leave"
CONFIRM = "confirm"
DECLINE = "decline"
"""The two answers to whether somebody wants to join, or to go on under another number."""
STAY, STAY_TITLE = "stay", "Continua"
"""Of the yearly reminder: they want to go on."""
TOPICS = "topics"
CONTACTS = "contacts"
TOPIC = "topic:"
"""Before a topic's number."""
ALL_TOPICS = "topic:all"
