"""The encryption of what the database holds of people; its keys are read, checked and changed here.

Model fields that encrypt on the way in and decrypt on the way out; the keys of data and of pseudonyms, which come
from the environment and never enter the database. Knows Django, none of the tables that use it.
"""
