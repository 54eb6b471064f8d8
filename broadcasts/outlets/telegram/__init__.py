"""The Comune's channel on Telegram, through the Bot API: a message each, edited where it is corrected or withdrawn.

`channel` is the outlet, `api` calls. It may touch nothing else.
"""
