"""Stands between the web server and every page: headers, limits, compression, the contact for reports of holes.

It knows Django and its settings alone.
"""
