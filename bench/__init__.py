"""What the site bears: ``make bench`` measures it on servers of its own, from outside, and prints a table."""
