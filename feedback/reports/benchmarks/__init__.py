"""Figures of others, entered by hand with their source: shown beside ours, never put into them."""
