"""What can go wrong when servers are started on somebody's own machine, as one line that says what to do."""


class EmbeddedError(Exception):
    """Something an operator can put right; its text is the whole message, no traceback is shown."""
