"""A process's own memory and environment, with the keys in them: closed to other processes of the same user.

What `untrusted_files` keeps a reader from, once more: where a kernel has no Landlock, and from any other program.
"""

import ctypes
import sys

from django.conf import settings

PR_SET_DUMPABLE = 4  # linux/prctl.h


def hide() -> None:
    """Let only root read this process's memory and environment (proc(5), prctl(2)); it leaves no core file either.

    For this process and those that it forks; a program that it runs begins anew. Not while developing: a debugger
    could not look. Raises OSError where Linux refuses.
    """
    if settings.DEBUG or sys.platform != "linux":
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(ctypes.c_int(PR_SET_DUMPABLE), *(ctypes.c_ulong(0) for _ in range(4))):
        raise OSError(ctypes.get_errno(), "prctl")
