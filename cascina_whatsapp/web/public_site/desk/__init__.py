"""The staff's page of a published message: what everybody reads of it, and how it is corrected or withdrawn.

A colleague comes in; `amending` decides. Changes nothing itself.
"""
