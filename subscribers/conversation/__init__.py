"""The conversation with a citizen: message, intent, consent, automatic answer.

Meta's events come in through the project's routing. Changes consent only through `consent`.
"""
