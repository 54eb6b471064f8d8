# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limits on sending: the rate limiter of the number, and WhatsApp's daily limit of people.

A process asks here before it sends. Touches the limiter's row and counts deliveries; sends nothing.
"""
