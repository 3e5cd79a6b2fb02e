"""How Django writes and reads dates where its own formats for a language are not those of its documents."""
