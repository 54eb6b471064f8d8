"""A child process without any restriction, as if it had got past all: it leaves somebody behind who holds the pipe.

Started as `untrusted_files/child.py` is; with input it answers, in the form that was agreed, before it ends.
"""

import json
import os
import struct
import sys
import threading

if __name__ == "__main__":
    is_to_answer = bool(sys.stdin.buffer.read())
    left = os.fork()
    if not left:
        threading.Event().wait()
    if is_to_answer:
        told = json.dumps({"left": left}).encode()
        os.write(1, struct.pack(">II", len(told), 0) + told)
