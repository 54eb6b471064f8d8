"""The progress of broadcasts: how far each is, when it will be over, what is in doubt.

It reads counts and forecasts; nothing here changes a broadcast.
"""
