"""Posters and cards that say how to join: words come in, a tagged PDF (PDF/UA-1) or a picture of one sheet goes out.

Pure, and drawn in a child process (`cascina_whatsapp.security.untrusted_files`): that bounds time and memory.
"""
