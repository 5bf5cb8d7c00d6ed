"""A folder that other programs put tables of events into."""
