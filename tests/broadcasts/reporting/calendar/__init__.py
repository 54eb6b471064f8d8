"""The calendar of broadcasts."""
