"""Tables that somebody sends: what kind of file it is, and its rows as text. What the rows mean is the apps' matter."""
