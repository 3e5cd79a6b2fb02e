"""Tables of the programme that an officer brings: which column is which, what the cells say, the work on them."""
