"""Proof: what was agreed to, quoted and published stands in a signed chain of hashes."""
