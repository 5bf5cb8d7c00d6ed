"""Customers as companies: who of each was asked, who answered, and what they say together.

An answer counts for the account that its author belonged to when answering, as in every report;
people, asked and answered count for the account they belong to today.
"""
