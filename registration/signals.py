"""What registration announces to the app above: the only signals of the project."""

from django.dispatch import Signal

# Sent in the transaction of the act, with ``registration`` (already in its new state) and ``by``.
registration_ended = Signal()
