"""What the mail world sends back, and the places it is looked for."""
