"""Files that become rows."""
