"""The examination whether the service is fit to work: a table of checks, for the command and for the page *Messa in
servizio*.

Facts come in first, from everywhere, those from outside side by side and for a bounded time; then each check judges
them. Nothing is written, no check raises, and no sentence holds a secret or a number.
"""
