"""Runs a module at another time: `python -m tests.journeys.shifted MODULE ARGUMENTS…`.

The journeys take place on a Tuesday morning, whatever the day of the test run: every process of a journey shifts
its clock by the same JOURNEY_SHIFT seconds, and then the time goes on as usual.
"""

import os
import runpy
import sys
import time

import time_machine

from tests.patience import PROCESS, files_may_take_long

_traveller = time_machine.travel(time.time() + float(os.environ.get("JOURNEY_SHIFT", "0")), tick=True)
_traveller.start()
time.time()  # time_machine's clock stands still until somebody looks at it: all processes must agree

from cascina_whatsapp.whatsapp.cloud_api import durations  # noqa: E402  (at the journey's time)

files_may_take_long()
durations.READ_TIMEOUT = PROCESS  # a story lets calls wait for as long as it takes to press a button

if __name__ == "__main__":
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
