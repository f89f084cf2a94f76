"""A small site of invented pages, so that the look can be judged without a diary behind it.

Every component and layout of templates/ is drawn here as the real pages draw it: through Jinja,
WTForms and a content security policy without any unsafe-*.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, render_template
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from bleedlog.charts.theme import ROLES
from bleedlog.web.diary.places import BLEED_PLACES, choices
from bleedlog.web.in_pages import scripts_in_pages, source_of
from bleedlog.web.layout import DeskLink
from bleedlog.web.stylesheets import SHEETS

ROOT = Path(__file__).resolve().parents[3]
JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
STANDING = scripts_in_pages(ROOT / "static")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self';"
    f" script-src 'self' {' '.join(map(source_of, STANDING.values()))};"
    " manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def worded(*words: str) -> dict[str, str]:
    """Answers whose values are their words."""
    return {word: word for word in words}


class SignInForm(FlaskForm):
    """Who are you?"""

    email = EmailField("Email address", [InputRequired("Enter your email address")])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    remember = BooleanField("Keep me signed in on this phone")


class BleedForm(FlaskForm):
    """The one screen on which a bleed is logged."""

    place = RadioField(
        "Where is the bleed?",
        [InputRequired("Choose where the bleed is, or “I can’t say”")],
        choices=choices(BLEED_PLACES) | {"unknown": "I can’t say"},
    )
    when = RadioField(
        "When did it start?",
        choices=worded("Just now", "Earlier today", "Yesterday", "Another time"),
        default="Just now",
    )
    cause = RadioField(
        "What caused it?",
        [InputRequired("Say what caused it, or “I can’t say”")],
        choices={
            "spontaneous": "It came on its own",
            "traumatic": "A knock or injury",
            "activity": "After activity",
            "surgical": "After surgery or a dentist",
            "unknown": "I can’t say",
        },
    )
    treated = RadioField("Did you take factor?", [Optional()], choices=worded("Yes", "No"))
    certain = RadioField("Sure it is a bleed?", [Optional()], choices=worded("Yes", "Not sure"))
    pain = IntegerField("Pain now, 0 to 10", [NumberRange(0, 10, "Pain is a number from 0 to 10")])
    symptoms = SelectMultipleField(
        "What do you notice?", choices=worded("Swelling", "Heat", "Stiffness", "Tingling")
    )
    day = DateField("Which day?")
    product = SelectField(
        "Medicine", [Optional()], choices=worded("Invented factor IX", "Another one")
    )
    dose = IntegerField("Dose")
    batch = StringField("Batch number")
    note = TextAreaField("Note")
    private = BooleanField("Keep this note to myself")


class Viewer:
    """Whoever is signed in, as the layouts know them."""

    name = "Dr A. Example"
    clinic_name = "Oxford haemophilia centre"
    is_staff = True
    desk = (
        DeskLink("patients", "Patients", "/clinic"),
        DeskLink("staff", "Staff", "/clinic/staff"),
    )


def november() -> list[list[dict[str, Any] | None]]:
    """November 2026 as the calendar wants it: four bleeds' worth of squares, today is the 22nd."""
    first, today = dt.date(2026, 11, 1), 22
    squares: list[dict[str, Any] | None] = [None] * first.weekday()
    for number in range(1, 31):
        state = "confirmed"
        words = "no bleeds"
        if number in {4, 17, 21}:
            state = words = "bleed"
        elif 9 <= number <= 12:
            state, words = "unnoted", "not noted"
        elif number > today:
            state, words = "future", "still to come"
        squares.append(
            {
                "number": number,
                "state": state,
                "href": None if number > today else f"#day-{number}",
                "today": number == today,
                "words": f"{number} November: {words}",
            }
        )
    squares += [None] * (-len(squares) % 7)
    return [squares[start : start + 7] for start in range(0, len(squares), 7)]


def bleed_form(*, wrong: bool) -> BleedForm:
    """The form as first opened with a knee chosen, or as it comes back with three faults."""
    form = BleedForm(
        meta={"csrf": False},
        place=None if wrong else "left-knee",
        cause=None if wrong else "spontaneous",
        pain=11 if wrong else 4,
    )
    if wrong:
        form.validate()
    return form


def sign_in_form(*, wrong: bool) -> SignInForm:
    """The form as first opened, or as it comes back empty."""
    form = SignInForm(meta={"csrf": False})
    if wrong:
        form.validate()
    return form


def pages() -> dict[str, dict[str, Any]]:
    """Each page's template by its path, with what it is given."""
    return {
        "home": {"active": "home"},
        "log": {"form": bleed_form(wrong=False)},
        "log-child": {"template": "log", "form": bleed_form(wrong=False), "child": True},
        "log-wrong": {"template": "log", "form": bleed_form(wrong=True), "has_errors": True},
        "numbers": {"active": "numbers"},
        "diary": {"active": "diary", "weeks": november()},
        "more": {"active": "more", "demo": True},
        "sign-in": {"form": sign_in_form(wrong=False), "demo": True},
        "sign-in-wrong": {
            "template": "sign-in",
            "form": sign_in_form(wrong=True),
            "has_errors": True,
        },
        "clinic": {"active": "patients", "viewer": Viewer(), "demo": True},
        "patient": {"active": "patients", "viewer": Viewer()},
        "components": {"form": bleed_form(wrong=False)},
        **{f"errors-{code}": {"template": f"errors/{code}"} for code in ERRORS},
    }


ERRORS = (400, 403, 404, 413, 429, 500, 503)
SCREENS = (
    "home", "log", "log-child", "log-wrong", "numbers", "diary", "more", "sign-in", "sign-in-wrong",
    "clinic", "patient", "components", "errors-500",
)  # fmt: skip
NAMES = (*SCREENS, *(f"errors-{code}" for code in ERRORS if code != 500))


def still(name: str) -> Markup:
    """A drawing with the classes by which the charts' real ones are coloured at night."""

    def with_classes(element: re.Match[str]) -> str:
        names = [
            f"chart-{kind}-{ROLES[colour.lower()]}"
            for kind, colour in (
                ("fill" if attribute == "fill" else "line", colour)
                for attribute, colour in re.findall(r'(fill|stroke)="(#\w+)"', element[0])
            )
            if colour.lower() in ROLES
        ]
        if not names:
            return element[0]
        written = " ".join(names)
        if ' class="' in element[0]:
            return element[0].replace(' class="', f' class="{written} ')
        return f'{element[0]} class="{written}"'

    drawing = (Path(__file__).parent / "templates" / f"still_{name}.svg").read_text()
    return Markup(re.sub(r'<\w+(?:[^<>"/]|"[^"]*")*', with_classes, drawing))  # noqa: S704 - our own drawing


def create_gallery() -> Flask:
    """A Flask application that serves the invented pages under /<name>."""
    gallery = Flask("gallery", static_folder=str(ROOT / "static"), template_folder=None)
    gallery.config["SECRET_KEY"] = "an invented key of an invented site"
    gallery.jinja_options = {
        "loader": ChoiceLoader(
            [
                FileSystemLoader(ROOT / "templates"),
                FileSystemLoader(Path(__file__).parent / "templates"),
            ]
        ),
    }
    CSRFProtect(gallery)
    # These pages are nobody's: no phone keeps anything of them.
    gallery.jinja_env.globals.update(
        asset=lambda path: f"/static/{path}",
        styles_of=lambda layout: [f"/static/{path}" for path in SHEETS[layout]],
        modules_of=lambda _path: [],
        scripts_in_pages=STANDING,
        running_look=lambda: None,
        still=still,
        phone={},
    )

    @gallery.get("/<name>")
    def show(name: str) -> str:
        given = pages().get(name) or abort(404)
        return render_template(f"{given.pop('template', name)}.html", **given)

    @gallery.get("/manifest.webmanifest")
    def manifest() -> Response:
        return Response("{}", mimetype="application/manifest+json")

    @gallery.after_request
    def be_strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return gallery
