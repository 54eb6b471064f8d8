"""The one way to files of other sites: public addresses alone, so large and so slow at the most.

An address comes in; the file goes out, or why it could not be had, in Italian. It keeps nothing, and reads no file:
`untrusted_files` does.
"""
