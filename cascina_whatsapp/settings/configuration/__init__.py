"""The settings that differ between installations, read with types, judged by rules, refused all at once.

Environment and `.env` come in; values go out, and one Problem for each that can't be meant. No rule knows Django, and
nothing here connects to anything: whether a server answers is asked elsewhere.
"""
