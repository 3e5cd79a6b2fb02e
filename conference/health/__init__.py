"""Whether the site can do its work: what ``/readyz`` tells a machine, and the first page tells an officer."""
