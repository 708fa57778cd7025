"""wp-admin → Wayfinder leads staff into the service's console with a token that the service can check."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import OctKey

from demo.visitor import Visitor
from tests.browser.conftest import SECRET
from tests.browser.test_service_tab import look

ADDRESS = "http://127.0.0.1:9/webhooks/make"
OTHER = "whsec_" + "QUJD" * 8


def key_of(secret):
    return OctKey.import_key(base64.b64decode(secret.removeprefix("whsec_")))


@pytest.fixture
def connected(house):
    house.site.connect("", "")
    house.site.connect(ADDRESS, SECRET)
    yield
    house.site.connect("", "")


def press(visitor, house):
    """Press the button; give the answer, without going where it leads."""
    visitor.open(f"{house.url}/wp-admin/admin.php?page=wayfinder-console")
    form = visitor.find('form:has(input[value="wayfinder_console"])')
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}
    return visitor._session.post(str(form["action"]), data=fields, allow_redirects=False, timeout=60)


def claims_of(answer, secret):
    token = parse_qs(urlsplit(answer.headers["location"]).query)["token"][0]
    return jwt.decode(token, key_of(secret), algorithms=["HS256"]).claims


@pytest.mark.usefixtures("connected")
def test_the_button_leads_to_the_console_with_a_token_that_can_be_checked(house):
    answer = press(house.admin(), house)
    assert answer.status_code == 303
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["location"].startswith("http://127.0.0.1:9/console/sign-in?token=")
    claims = claims_of(answer, SECRET)
    assert (claims["iss"], claims["aud"], claims["site"]) == (house.url, "wayfinder-console", "make")
    assert (claims["sub"], claims["name"], claims["roles"]) == ("1", "admin", ["organize"])
    assert claims["exp"] - claims["iat"] == 60
    assert len(claims["jti"]) == 32
    with pytest.raises(BadSignatureError):
        claims_of(answer, OTHER)


@pytest.mark.usefixtures("connected")
def test_no_two_tokens_are_the_same_and_the_newest_secret_signs(house):
    admin = house.admin()
    first = claims_of(press(admin, house), SECRET)
    house.site.connect(ADDRESS, OTHER)  # the former one still signs deliveries, but no way in
    second = claims_of(press(admin, house), OTHER)
    assert first["jti"] != second["jti"]


@pytest.mark.usefixtures("connected")
def test_the_roles_are_the_accounts_capabilities(house, database):
    account = house.new_visitor()
    database.change(
        "UPDATE wp_usermeta SET meta_value = ? WHERE user_id = ? AND meta_key = 'wp_capabilities'",
        'a:3:{s:10:"subscriber";b:1;s:16:"wayfinder_mentor";b:1;s:16:"wayfinder_review";b:1;}',
        account.id,
    )
    mentor = Visitor(account.login, account.password)
    mentor.open(f"{house.url}/wp-login.php")
    mentor.submit("#loginform", {"log": [account.login], "pwd": [account.password]})
    answer = press(mentor, house)
    claims = claims_of(answer, SECRET)
    assert (claims["sub"], claims["name"], claims["roles"]) == (
        str(account.id),
        account.login.replace("-", " ").title(),
        ["review", "mentor"],
    )
    assert "Review applications" in mentor.words()
    assert "Organize" not in mentor.words("#wpbody-content")


@pytest.mark.usefixtures("connected")
def test_who_has_no_part_in_the_program_sees_nothing_and_gets_nothing(house):
    account = house.new_visitor()
    other = Visitor(account.login, account.password)
    other.open(f"{house.url}/wp-login.php")
    other.submit("#loginform", {"log": [account.login], "pwd": [account.password]})
    assert "wayfinder-console" not in other.get(f"{house.url}/wp-admin/profile.php")
    answer = other._session.post(
        f"{house.url}/wp-admin/admin-post.php", data={"action": "wayfinder_console"}, allow_redirects=False, timeout=60
    )
    assert answer.status_code == 403


@pytest.mark.usefixtures("connected")
def test_the_button_has_to_be_meant(house):
    admin = house.admin()
    answer = admin._session.post(
        f"{house.url}/wp-admin/admin-post.php", data={"action": "wayfinder_console"}, allow_redirects=False, timeout=60
    )
    assert answer.status_code == 403
    assert "location" not in answer.headers


def test_without_a_connection_it_says_what_to_do(desk, house, shoot):
    house.site.connect("", "")
    desk.goto(f"{house.url}/wp-admin/admin.php?page=wayfinder-console")
    assert "No service is connected" in desk.inner_text(".wrap")
    assert desk.locator("text=Open the console").count() == 0
    look(desk, shoot, "console-none")
    desk.click("text=Open Settings → Wayfinder")
    assert desk.inner_text(".nav-tab-active") == "Service"


@pytest.mark.usefixtures("connected")
def test_the_page_can_be_used_by_keyboard_and_on_a_phone(desk, house, shoot):
    desk.goto(f"{house.url}/wp-admin/admin.php?page=wayfinder-console")
    look(desk, shoot, "console")
    button = desk.locator("button >> text=Open the console")
    button.focus()
    assert button.is_visible()
    assert "plugins/wayfinder" not in house.debug_log()
