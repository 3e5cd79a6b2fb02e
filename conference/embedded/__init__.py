"""PostgreSQL and Valkey from wheels, for development and evaluation; the command is ``python -m conference.embedded``."""
