"""The pages on elections: declarations and the decisions on them, electoral periods."""
