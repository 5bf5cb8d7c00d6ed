"""Accounts kept by person: who is to be looked at again, their rows, and the sums of these.

The database notes whose answers, invitations or attributes changed (`marks`); a worker makes the
rows of these people anew from the answers themselves (`facts`) and changes the sums by the
difference (`keeping`). So nothing is counted twice, in whatever order people are looked at: by
their mark, or one after the other when everything is counted (`sweeping`).
"""
