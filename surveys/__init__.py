"""What we ask, whom, and when: surveys, questions, contacts, campaigns, invitations, links."""
