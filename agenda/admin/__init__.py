"""The Secretariat's pages of this app."""
