"""The admin as the staff meets it: home, bars of alerts, Italian addresses, and the site that joins all pages.

It knows every room; of the others only the commands and the addresses stand beside it.
"""
