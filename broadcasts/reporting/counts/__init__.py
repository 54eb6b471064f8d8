"""The counts of broadcasts: by state, and how soon people read. Kept only of large ones that are over."""
