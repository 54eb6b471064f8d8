"""The Comune's channel on Telegram, through the Bot API: a message each, edited where it is corrected or withdrawn.

`channel` is the outlet, `wording` writes what stands in the channel, `api` calls. It may touch nothing else.
"""
