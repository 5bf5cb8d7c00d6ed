"""What a WSGI server loads."""

import gc

from feedback import create_app

app = create_app()

# What was made so far stays; looking it through again and again would cost every request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
