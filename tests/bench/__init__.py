"""What `make bench` measures: a module for each part, `table` to print them; `__main__` runs them."""
