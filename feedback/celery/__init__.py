"""Celery, where it is wanted: its messages say that work waits; the tables alone know which."""
