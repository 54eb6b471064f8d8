"""The whole service with invented data, on this machine alone: `make demo`."""
