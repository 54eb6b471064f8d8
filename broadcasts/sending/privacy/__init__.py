"""The data that deliveries hold about people: of one person, for how long, and who saw a number in clear.

Called by the project's privacy app and the admin. May blank and delete, by the rules of retention.
"""
