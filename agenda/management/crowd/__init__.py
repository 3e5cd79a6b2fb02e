"""A synthetic conference of any size, for measuring and testing: the same for the same seed."""
