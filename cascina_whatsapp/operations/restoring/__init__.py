"""The service starts on an older copy of its database: what that was about to send may have left, and does not leave
again by itself.

A worker that starts comes in, or `manage.py hold_after_restore`. Wires both apps and the webhook; backups themselves
are made in deploy/backup/, and what was written down of the last one is read by doctor and metrics (`backups`).
"""
