"""The package in which Django looks for the tags of the public pages."""
