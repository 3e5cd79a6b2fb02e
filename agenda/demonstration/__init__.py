"""The demonstration conferences: public facts, and around them a world that is invented and says so."""
