"""Text messages: how long they are, how they leave (or stay in the house), what comes back."""
