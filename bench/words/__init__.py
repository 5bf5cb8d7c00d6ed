"""How well comments are read; see `bench/words/__main__.py`."""
