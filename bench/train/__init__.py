"""Scripts that make the packaged models and lists, from inputs whose licences allow it."""
