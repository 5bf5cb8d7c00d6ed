"""Agreements to be quoted: asking for them, giving, renewing and ending them."""
