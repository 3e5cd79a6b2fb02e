"""What other servers send back: read from a mailbox, understood without trust, kept with the message it is about."""
