"""The connection to Meta: `cloud_api` calls it, `webhook` hears it.

It knows neither citizens nor broadcasts.
"""
