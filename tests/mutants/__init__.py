"""`make mutants`: changes the code in one place at a time, and asks the tests whether they notice.

`targets.toml` says which modules, and by which tests; `survivors.txt` names each change that no test can notice, with
the reason. `operators` makes the changes, `running` runs the tests on one, in one of `processes`; `__main__` counts.
"""
