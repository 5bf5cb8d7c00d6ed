"""Reports and alerts that come by themselves: standing orders, and what they led to."""
