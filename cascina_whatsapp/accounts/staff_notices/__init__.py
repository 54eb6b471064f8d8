"""The notices to a colleague: on the page *Novità*, and by e-mail to those who have an address.

Whatever needs a person calls `notifying.tell` in the transaction of what happened; rows are what the page shows
at once, and what is still to be e-mailed. Knows accounts of Django and the mail server, nothing of ours.
"""
