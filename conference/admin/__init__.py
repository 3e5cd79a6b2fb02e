"""The Secretariat's home."""
