"""Every answer, whatever it is, tells the browser to trust nobody else."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import path

from conference import headers
from tests.conference.second_steps import LOGIN, at_password
from tests.conference.test_settings import load
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db


def breaks(_request):
    message = "broken on purpose"
    raise RuntimeError(message)


urlpatterns = [path("breaks/", breaks)]


@pytest.fixture
def conference():
    return make_conference()


def sources(response):
    policy = {}
    for directive in response["Content-Security-Policy"].split(";"):
        name, *values = directive.split()
        policy[name] = values
    return policy


def is_guarded(response):
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cache-Control"]
    return True


def is_guarded_page(response):
    assert response["X-Frame-Options"] == "DENY"
    policy = sources(response)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    for none in ("object-src", "frame-src", "worker-src", "frame-ancestors", "base-uri"):
        assert policy[none] == ["'none'"], none
    assert policy["form-action"] == ["'self'"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"https?:", response["Content-Security-Policy"])
    return is_guarded(response)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/en/{slug}/", 200),
        ("/en/{slug}/register/", 200),
        ("/en/{slug}/agenda/", 200),
        ("/{slug}/agenda.ics", 200),
        ("/en/{slug}/me/", 302),
        ("/accounts/sign-in/", 200),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/admin/second-step/", 302),
        ("/en/{slug}/nothing-here/", 404),
        ("/nothing-here", 302),
        ("/accounts/sign-out/", 405),
        ("/healthz", 200),
    ],
)
def test_every_page_is_guarded(client, conference, address, status):
    response = client.get(address.format(slug=conference.slug))
    assert response.status_code == status
    assert is_guarded_page(response)


def test_an_error_of_ours_is_guarded(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(raise_request_exception=False).get("/breaks/")
    assert response.status_code == 500
    assert is_guarded_page(response)
    assert response["Cache-Control"] == "private, no-store"


def test_a_host_that_is_not_ours_is_refused(client):
    response = client.get("/accounts/sign-in/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert is_guarded_page(response)


def test_a_host_that_a_proxy_only_hands_on_is_not_believed(client, conference):
    response = client.get("/en/nothing-here/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in response.content.decode() + str(response.headers)


def test_a_form_of_another_site_is_refused():
    response = Client(enforce_csrf_checks=True).post("/accounts/sign-in/", {"email": "a@example.org"})
    assert response.status_code == 403
    assert is_guarded_page(response)


def test_static_files_are_guarded_and_for_our_pages_alone(settings):
    Path(project.STATIC_ROOT, "guarded.css").write_text("a { color: red }", encoding="utf-8")
    response = Client().get("/static/guarded.css")
    assert response.status_code == 200
    assert is_guarded(response)
    assert "Access-Control-Allow-Origin" not in response
    response.close()


def test_what_is_private_is_kept_by_no_cache(client, conference):
    officer = make_officer(conference)
    browser = at_password(officer)
    for address in ("/admin/", "/admin/two-step-sign-in/", "/admin/conference/user/", LOGIN):
        cached = browser.get(address)["Cache-Control"]
        assert "no-store" in cached, address
        assert "private" in cached, address
    assert client.get("/accounts/sign-in/")["Cache-Control"] == "private, no-store"
    assert client.get(f"/en/{conference.slug}/me/")["Cache-Control"] == "private, no-store"


def test_only_what_hangs_on_the_visitors_language_says_that_it_does(client):
    """A cache would else keep a copy of a file for each list of languages that browsers send."""
    conference = make_conference(accent="#7a1f2b")
    slug = conference.slug
    varies = {
        address: client.get(address, headers={"Accept-Language": "mn, en;q=0.5"}).get("Vary", "")
        for address in (f"/{slug}/agenda.ics", f"/{slug}/accent.css", f"/{slug}/agenda/", "/accounts/sign-in/")
    }
    assert ["Accept-Language" in vary for vary in varies.values()] == [False, False, True, True], varies


def test_cookies_are_out_of_reach_of_scripts(client, conference):
    page = client.get(LOGIN)
    assert page.cookies["csrftoken"]["httponly"]
    assert page.cookies["csrftoken"]["samesite"] == "Lax"
    browser = at_password(make_officer(conference))
    assert browser.cookies["sessionid"]["httponly"]
    assert browser.cookies["sessionid"]["samesite"] == "Lax"


def test_public_pages_set_no_cookie(client, conference):
    for address in (f"/en/{conference.slug}/", f"/en/{conference.slug}/agenda/", f"/{conference.slug}/agenda.ics"):
        assert not client.get(address).cookies, address


# What a request may bring


def test_what_is_larger_than_any_form_is_refused(client, settings):
    settings.REQUEST_MAX_BYTES = 2_000_000
    page = client.post("/accounts/sign-in/", {"email": "a" * 2_000_001})
    assert page.status_code == 413
    assert "may have 2 megabytes" in page.content.decode()
    assert is_guarded_page(page)
    assert client.post("/accounts/sign-in/", {"email": "a" * 1_900_000}).status_code == 200


def test_what_is_too_large_arrives_whole_so_that_the_browser_shows_the_sentence(client, settings, monkeypatch):
    settings.REQUEST_MAX_BYTES = 100_000
    page = client.post("/accounts/sign-in/", {"email": "a" * 300_000})
    assert page.wsgi_request.read() == b""
    monkeypatch.setattr(headers, "MOST_DISCARDED", 200_000)
    page = client.post("/accounts/sign-in/", {"email": "a" * 300_000})
    assert len(page.wsgi_request.read()) > 90_000, "what nobody sends by mistake is cut off"


def test_what_is_too_large_and_dribbles_holds_no_thread(client, settings, monkeypatch):
    settings.REQUEST_MAX_BYTES = 100_000
    monkeypatch.setattr(headers, "LONGEST_DISCARDED", 0.0)
    page = client.post("/accounts/sign-in/", {"email": "a" * 300_000})
    assert page.status_code == 413
    assert len(page.wsgi_request.read()) > 300_000


@pytest.mark.parametrize("length", ["", "x", "-1", "١٢٣"])
def test_a_length_that_is_none_is_no_error_of_ours(length):
    response = Client(raise_request_exception=False).get("/accounts/sign-in/", CONTENT_LENGTH=length)
    assert response.status_code == 200


def test_no_page_of_ours_carries_a_script_or_a_style_of_its_own():
    templates = Path(project.BASE_DIR, "templates")
    mail = templates / "correspondence" / "letter.html"
    pages = [page for page in templates.rglob("*.html") if page != mail]
    inline = re.compile(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
    assert [page.name for page in pages if inline.search(page.read_text(encoding="utf-8"))] == []
    for page in pages:
        for script in re.findall(r"<script\b[^>]*>", page.read_text(encoding="utf-8")):
            assert re.search(r"\ssrc=", script), f"{page.name}: {script}"


# Production


STRICT = {
    "STAFF_MFA_REQUIRED": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_DOMAIN": None,
    "CSRF_COOKIE_DOMAIN": None,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "USE_X_FORWARDED_HOST": None,
    "MAILBOX_ENABLED": False,
    "DEBUG": False,
}


def test_production_is_strict_whatever_the_environment_says(tmp_path):
    asked = f"{{name: getattr(settings, name, None) for name in {list(STRICT)}}}"
    relaxed = dict.fromkeys(STRICT, "False") | {"DEBUG": "True"}
    status, printed, errors = load("production", asked, DATA_DIR=str(tmp_path), **relaxed)
    assert (status, printed) == (0, str(STRICT)), errors


def test_production_has_no_page_load_anything_without_encryption(tmp_path):
    asked = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['upgrade-insecure-requests']"
    assert load("production", asked, DATA_DIR=str(tmp_path))[1] == "True"


def test_the_demonstration_may_require_a_second_factor(tmp_path):
    asked = "settings.STAFF_MFA_REQUIRED"
    assert load("development", asked, DATA_DIR=str(tmp_path))[1] == "False"
    assert load("development", asked, DATA_DIR=str(tmp_path), STAFF_MFA_REQUIRED="True")[1] == "True"
