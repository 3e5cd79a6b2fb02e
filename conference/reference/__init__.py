"""The dated registers of names that come with Plenary, and the protocol order of each language."""
