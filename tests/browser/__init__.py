"""The staff's pages in a real browser: what only a browser can tell."""
