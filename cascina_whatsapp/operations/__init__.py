"""The rooms of an operator: is the service up and right, what did it do, what waits after a restore.

`doctor` examines, `metrics` counts, `restoring` holds back, `health` answers; it reads the two apps and changes
nothing of theirs but what a restore made doubtful.
"""
