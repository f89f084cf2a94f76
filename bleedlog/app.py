"""Where everything meets: settings, record, session, guards, pages, files, errors."""

import gc
from collections.abc import Mapping
from types import TracebackType
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bleedlog.config import Settings
from bleedlog.services.record import Record, open_record
from bleedlog.web import api, clinic, diary, health, phone, rights, sharing, summary, sync
from bleedlog.web.account import begin_views as begin
from bleedlog.web.account import device_views as devices
from bleedlog.web.account import email_views as email
from bleedlog.web.account import factor_settings_views as factor_settings
from bleedlog.web.account import join_views as join
from bleedlog.web.account import name_views as name
from bleedlog.web.account import own_passkey_views as own_passkeys
from bleedlog.web.account import own_provider_views as own_provider
from bleedlog.web.account import passkey_views as passkey
from bleedlog.web.account import password_views as password
from bleedlog.web.account import provider_views as provider
from bleedlog.web.account import reset_views as reset
from bleedlog.web.account import second_factor_views as second_factor
from bleedlog.web.account import sign_up_views as sign_up
from bleedlog.web.account import views as account
from bleedlog.web.account.browser_session import RecordSessionInterface
from bleedlog.web.account.flask_login_adapter import init_login
from bleedlog.web.account.ways_in import init_ways_in
from bleedlog.web.afterwards import init_afterwards
from bleedlog.web.csrf import check_csrf, init_csrf
from bleedlog.web.errors import init_errors
from bleedlog.web.freshening import Freshening
from bleedlog.web.headers import SecurityHeaders, security_headers
from bleedlog.web.health import UnderAnyName
from bleedlog.web.in_pages import scripts_in_pages
from bleedlog.web.layout import init_layout
from bleedlog.web.opening import guard
from bleedlog.web.photo_requests import PhotoRequest, allow_photos
from bleedlog.web.post import init_post
from bleedlog.web.request_log import init_request_log, log_failure
from bleedlog.web.static_files import StaticFiles, folder_of

BLUEPRINTS = (
    account.blueprint,
    password.blueprint,
    email.blueprint,
    name.blueprint,
    devices.blueprint,
    join.blueprint,
    sign_up.blueprint,
    begin.blueprint,
    reset.blueprint,
    second_factor.blueprint,
    factor_settings.blueprint,
    passkey.blueprint,
    own_passkeys.blueprint,
    provider.blueprint,
    own_provider.blueprint,
    health.blueprint,
    diary.blueprint,
    clinic.blueprint,
    sharing.blueprint,
    api.blueprint,
    sync.blueprint,
    rights.blueprint,
    summary.blueprint,
    phone.blueprint,
)

LARGEST_REQUEST = 1024 * 1024
LARGEST_FORM = 512 * 1024
"""Of the typed part of a form: two hundred times the longest note."""

ExceptionInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


class Bleedlog(Flask):
    """Flask, except that a failure is logged without what anybody wrote."""

    request_class = PhotoRequest

    def log_exception(self, exc_info: ExceptionInfo) -> None:
        """Note an exception that nobody expected."""
        error = exc_info[1]
        if error is not None:
            log_failure(error)


NEW_OBJECTS = 50_000
"""After so many, Python looks for circles among them. It would after 700, and a long diary has ten
thousand rows; what a request leaves behind is no circle."""


def create_app(settings: Settings | None = None, record: Record | None = None) -> Flask:
    """Put the application together.

    Args:
        settings: how it runs; read from the environment if not given.
        record: where it keeps diaries; opened as the settings say if not given. No connection
            is made here, so that workers may be forked afterwards.

    Raises:
        ConfigurationError: naming everything in the environment that is missing or unsafe.
    """
    settings = settings or Settings.from_environment()
    gc.set_threshold(NEW_OBJECTS)
    app = Bleedlog("bleedlog", static_folder=None, template_folder=str(folder_of("templates")))
    _configure(app, settings)
    app.extensions["bleedlog.settings"] = settings
    app.extensions["bleedlog.record"] = record or open_record(settings)
    app.session_interface = RecordSessionInterface()

    files = StaticFiles(folder_of("static"))
    app.extensions["bleedlog.files"] = files
    app.jinja_env.globals["asset"] = files.asset
    app.jinja_env.globals["styles_of"] = files.styles
    app.jinja_env.globals["modules_of"] = files.modules
    app.jinja_env.globals["scripts_in_pages"] = in_pages = scripts_in_pages(folder_of("static"))
    init_layout(app, settings)
    init_ways_in(app, settings)
    init_afterwards(app)
    init_post(app, settings)
    # What runs before a request runs in the order of these lines.
    init_request_log(app)
    init_login(app)
    init_csrf(app)
    app.before_request(guard)
    app.before_request(allow_photos)
    app.before_request(check_csrf)
    init_errors(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    headers = security_headers(https=settings.https, scripts=in_pages.values())
    _wrap(app, settings, files, headers)
    return app


def _wrap(app: Flask, settings: Settings, files: StaticFiles, headers: Mapping[str, str]) -> None:
    wrapped: WSGIApplication = UnderAnyName(Freshening(app), settings.trusted_hosts[0])
    wrapped = files.serve_around(wrapped)
    wrapped = SecurityHeaders(wrapped, headers)
    if settings.proxies:
        wrapped = ProxyFix(wrapped, x_for=settings.proxies, x_proto=settings.proxies)
    app.wsgi_app = wrapped  # type: ignore[method-assign]  # Flask's own way to wrap it


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-bleedlog" if settings.https else "bleedlog",
        SESSION_COOKIE_SECURE=settings.https,
        # Flask-Login would look for a cookie of its own; no cookie can have this name.
        REMEMBER_COOKIE_NAME=";",
        TRUSTED_HOSTS=settings.trusted_hosts,
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
    )
