"""What a WSGI server loads."""

from feedback import create_app

app = create_app()
