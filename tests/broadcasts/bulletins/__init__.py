"""The civil protection's bulletin, from its publication to the telephones."""
