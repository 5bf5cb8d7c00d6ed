"""What decides who is asked what: rules as data, the walk through them, and their checks."""
