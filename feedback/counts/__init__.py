"""Counts kept beside the answers: what the database notes, folded by a worker, read by reports."""
