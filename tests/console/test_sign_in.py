"""From a token of a minute to a session, and out again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sync.console import make_operators_token
from sync.store import people, sessions
from sync.store.db import transaction
from sync.store.tables import audit
from sync.store.tables import sessions as kept
from tests import makers
from tests.console.conftest import claims, token


def enter(app, said):
    return app.test_client().get(f"/sign-in?token={said}")


def rows(engine, table):
    with transaction(engine) as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def test_a_token_lets_in_by_a_page_and_not_by_a_redirect(app, engine):
    client = app.test_client()
    answer = client.get(f"/sign-in?token={token()}")
    assert answer.status_code == 200
    assert 'http-equiv="refresh" content="0; url=/console/"' in answer.get_data(as_text=True)
    cookie = answer.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/console"):
        assert word in cookie
    assert "Expires" not in cookie
    page = client.get("/", base_url="https://localhost/console").get_data(as_text=True)
    assert "Demo Organizer" in page
    [session] = rows(engine, kept)
    assert cookie.split("=")[1].split(";")[0] not in str(session)
    assert (session.wordpress_id, session.roles) == (5, ["organize"])
    assert [(act.act, act.name) for act in rows(engine, audit)] == [("sign in", "Demo Organizer")]


def test_a_token_lets_in_once(app, engine):
    used = token()
    assert enter(app, used).status_code == 200
    again = enter(app, used)
    assert again.status_code == 403
    assert "used before" in again.get_data(as_text=True)
    assert "Go back to wp-admin → Wayfinder and press the button again." in again.get_data(as_text=True)
    assert "Set-Cookie" not in again.headers
    assert len(rows(engine, kept)) == 1


def test_looking_ahead_does_not_use_a_token_up(app):
    client, said = app.test_client(), token()
    assert client.head(f"/sign-in?token={said}").status_code == 204
    assert client.get(f"/sign-in?token={said}", headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert client.get(f"/sign-in?token={said}").status_code == 200


def test_the_same_number_on_two_sites_is_two_tokens(app, other_site):
    number = "ab" * 16
    assert enter(app, token(claims(jti=number))).status_code == 200
    other = claims(jti=number, iss="https://other.example", site="other")
    assert enter(app, token(other, makers.other_secret())).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iss": "https://copy.example"}, "from another site"),
        ({"site": "elsewhere"}, "does not serve"),
        ({"roles": ["admin"]}, "no role here"),
        ({"roles": []}, "no role here"),
        ({"aud": "somebody-else"}, "signature"),
    ],
)
def test_a_token_that_is_not_for_here_says_what_to_do(app, changes, words):
    answer = enter(app, token(claims(**changes)))
    assert answer.status_code == 403
    assert words in answer.get_data(as_text=True)


def test_a_token_holds_for_a_minute_and_a_clock_may_be_a_minute_off(app, clock):
    early, late = token(claims(clock.now + timedelta(seconds=60))), token(claims(clock.now - timedelta(seconds=119)))
    assert enter(app, early).status_code == 200
    assert enter(app, late).status_code == 200
    gone = enter(app, token(claims(clock.now - timedelta(seconds=120))))
    assert "expired" in gone.get_data(as_text=True)
    assert "ahead" in enter(app, token(claims(clock.now + timedelta(seconds=61)))).get_data(as_text=True)


def test_what_is_no_token_is_answered_and_never_breaks(app):
    for said in ("", "x", "a.b.c", ".e30.", "." * 50, "é.é.é", "A" * 9000, token()[:-3], token().replace(".", "..")):
        assert enter(app, said).status_code == 403, said


def test_a_session_ends_after_half_an_hour_without_them(come, clock):
    window = come("organize")
    for _ in range(3):
        clock.move(minutes=29)
        assert window.get("/").status_code == 200
    clock.move(minutes=30)
    assert window.get("/").location == "/console/signed-out"


def test_a_session_ends_after_twelve_hours_whatever_they_do(come, clock):
    window = come("organize")
    for _ in range(47):
        clock.move(minutes=15)
        assert window.get("/").status_code == 200
    clock.move(minutes=15)
    assert window.get("/").location == "/console/signed-out"


def test_signing_out_ends_this_session_and_its_cookie(come):
    here, there = come("organize"), come("organize")
    answer = here.post("/sign-out")
    assert answer.location == "/console/signed-out"
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert here.get("/").location == "/console/signed-out"
    assert there.get("/").status_code == 200


def test_signing_out_everywhere_ends_every_session_of_this_person_only(come, come_from_other):
    here, there, other, elsewhere = come(), come(), come(sub="6"), come_from_other()
    here.post("/sign-out-everywhere")
    assert there.get("/").location == "/console/signed-out"
    assert other.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 200


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(come):
    window = come()
    cookie = window.client.get_cookie("wayfinder_console", path="/console")
    window.post("/sign-out")
    window.client.set_cookie("wayfinder_console", cookie.value, path="/console")
    assert window.get("/").location == "/console/signed-out"


def test_the_operator_comes_in_by_a_link_and_sees_every_site(app, seal, clock, other_site):
    client = app.test_client()
    said = make_operators_token(seal.key_for("console-link"), "ab" * 16, clock.now)
    assert client.get(f"/sign-in?token={said}").status_code == 200
    page = client.get("/delivery/").get_data(as_text=True)
    assert "make.example" in page
    assert "other.example" in page
    again = app.test_client().get(f"/sign-in?token={said}").get_data(as_text=True)
    assert "Run wayfinder console-link again." in again
    forged = make_operators_token(b"x" * 32, "ac" * 16, clock.now)
    assert enter(app, forged).status_code == 403
    late = make_operators_token(seal.key_for("console-link"), "ad" * 16, clock.now - timedelta(minutes=2))
    assert "Run wayfinder console-link again." in enter(app, late).get_data(as_text=True)


def test_a_site_cannot_make_an_operators_token(app):
    forged = claims(iss="operator", site=None, roles=None, sub=None)
    assert enter(app, token(forged)).status_code == 403


def test_who_was_erased_is_signed_out_and_their_name_is_gone(come, engine, site_id, clock):
    window = come()
    with transaction(engine) as session:
        sessions.forget_person(session, site_id, 5, clock.now)
    assert window.get("/").location == "/console/signed-out"
    assert {row.name for table in (kept, audit) for row in rows(engine, table)} == {"erased"}


def test_a_token_from_before_an_erasure_lets_nobody_in(app, engine, site_id, clock):
    said = token(claims(clock.now))
    with transaction(engine) as session:
        person = people.find_or_bury(session, site_id, 5)
        people.erase(session, person.id, clock.now)
    assert "erased" in enter(app, said).get_data(as_text=True)
