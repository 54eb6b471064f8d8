"""The parts that pages of broadcasts are made of: a button, the page that asks for its decision, its form, addresses.

Each slice's pages and the newsroom's own build on it; it knows none of them, and decides nothing.
"""
