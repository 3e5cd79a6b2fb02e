"""Campaigns: one letter, worded for this once, to many on a list; written in slices, paused and resumed, counted."""
