"""Guards data: encryption, tables that only grow, the trail, files of others, headers, logs, retention.

It knows Django and itself alone; everything else may use it. `mail` is here since what guards data raises its alarm
by e-mail, and must hold no number.
"""
