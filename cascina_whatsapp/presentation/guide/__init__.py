"""The guide of the staff: how each page is used, and the chapters of docs/guida/ as pages of the admin.

Texts of the repository come in, pages go out. No data of the service is read.
"""
