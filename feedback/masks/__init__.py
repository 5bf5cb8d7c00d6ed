"""Who is named in customers' words, and who may read it: the one place every output asks."""
