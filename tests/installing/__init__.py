"""What stands in `deploy/`: read by the programs that it is for, and tried on a machine that starts from nothing."""
