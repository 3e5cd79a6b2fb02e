"""The development mailbox: an SMTP server that keeps what it receives, and a page to read it. Never in production."""
