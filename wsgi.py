"""Where a WSGI server finds the application: `gunicorn wsgi:app`."""

from bleedlog import create_app

app = create_app()
