"""The application: what came back and what we do with it."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from feedback import config, errors, filters, languages, models, security
from feedback.accounts import accounts, identity
from feedback.api import api
from feedback.assets import Assets
from feedback.campaigns import campaigns, unsubscribe
from feedback.celery import telling
from feedback.channels import channels
from feedback.comments import comments
from feedback.contacts import contacts
from feedback.database import engine_options, open_sqlite
from feedback.extensions import csrf, db, login
from feedback.hooks import hooks
from feedback.ids import IdConverter
from feedback.journey import journey
from feedback.manage import manage
from feedback.people import people
from feedback.reports import reports
from feedback.respond import respond
from feedback.testimonials import public, testimonials
from feedback.themes import themes

ROOMS = (
    accounts,
    contacts,
    manage,
    campaigns,
    channels,
    unsubscribe,
    reports,
    comments,
    themes,
    journey,
    testimonials,
    people,
    public,
    respond,
    hooks,
    api,
)

__all__ = ["create_app", "models"]


def create_app(settings: config.Settings | None = None) -> Flask:
    """Put the application together."""
    settings = settings or config.load()
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(config.flask_config(settings))
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    app.extensions["settings"] = settings
    app.extensions["assets"] = Assets(app)
    app.url_map.converters["id"] = IdConverter
    for extension in (db, csrf, login):
        extension.init_app(app)
    if db_is_sqlite(app):
        with app.app_context():
            open_sqlite(db.engine)
    for part in (security, languages, identity, errors, filters, telling):
        part.init_app(app)
    for room in ROOMS:
        app.register_blueprint(room)
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=0)  # type: ignore[method-assign]
    return app


def db_is_sqlite(app: Flask) -> bool:
    """Whether the embedded database is used."""
    with app.app_context():
        return db.engine.dialect.name == "sqlite"
