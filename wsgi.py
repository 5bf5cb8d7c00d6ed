"""What a WSGI server loads."""

from feedback import create_app
from feedback.garbage import settle

app = create_app()
settle()
