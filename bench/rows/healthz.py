"""The smallest answer that goes through the whole middleware: the measure of the others."""

from bench.row import Row, Visited

ROWS: list[Row] = [Visited("healthz", "/healthz", "the smallest answer, through the same middleware")]
