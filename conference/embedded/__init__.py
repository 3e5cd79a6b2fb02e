"""PostgreSQL and Valkey from wheels, for development and evaluation: ``python -m conference.embedded``."""
