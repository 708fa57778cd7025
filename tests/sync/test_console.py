"""The rule of the tokens: what it takes, and that whatever else it is given it says Forbidden."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from sync import console
from sync.errors import Forbidden
from sync.signing import secret_key
from sync.sites import Site
from tests import makers
from tests.console.conftest import claims, token

SITE = Site(7, "make", makers.SITE_URL, (makers.SECRET, makers.other_secret()), None, None, "rest")


def read(said):
    return console.read_token(said, SITE, makers.NOW)


def test_it_says_who_comes_with_which_roles():
    found = read(token(claims(roles=["review", "organize"], name="  Demo Organizer ")))
    assert found.staff == console.Staff(7, 5, "Demo Organizer", frozenset(("organize", "review")))
    assert found.token_id.startswith("make:")


def test_the_former_secret_still_counts():
    assert read(token(secret=makers.other_secret())).staff.wordpress_id == 5


def test_a_name_is_cut_and_never_empty():
    assert len(read(token(claims(name="x" * 900))).staff.name) == 250
    assert read(token(claims(name=" "))).staff.name == "Account 5"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": None}, {"iss": "https://copy.example"}, {"iss": "https://make.example/"},
        {"aud": None}, {"aud": ["wayfinder-console"]}, {"aud": "else"},
        {"site": None}, {"site": "other"},
        {"sub": None}, {"sub": 5}, {"sub": "0"}, {"sub": "05"}, {"sub": "5 "}, {"sub": "9" * 20}, {"sub": "\u0665"},
        {"name": None}, {"name": 5}, {"name": "a\0b"}, {"name": "a\ud800"},
        {"roles": None}, {"roles": []}, {"roles": "organize"}, {"roles": ["admin"]}, {"roles": ["organize", "root"]},
        {"roles": [["organize"]]}, {"roles": {"organize": 1}},
        {"jti": None}, {"jti": "A" * 32}, {"jti": "a" * 31}, {"jti": 5}, {"jti": "a" * 32 + "\n"},
        {"iat": None}, {"iat": "1795622400"}, {"iat": True}, {"iat": 1795622400.5}, {"iat": 10**400},
        {"exp": None}, {"exp": int(makers.NOW.timestamp()) + 61}, {"exp": int(makers.NOW.timestamp())},
        {"exp": int(makers.NOW.timestamp()) - 1}, {"exp": 10**400}, {"exp": float("nan")},
    ],
)  # fmt: skip
def test_it_is_strict(changes):
    assert read(token(claims()))
    with pytest.raises(Forbidden):
        read(token(claims(**changes)))


def test_only_our_algorithm_counts():
    key = OctKey.import_key(secret_key(makers.SECRET))
    with pytest.raises(Forbidden):
        read(jwt.encode({"alg": "HS512"}, claims(), key, algorithms=["HS512"]))
    bare = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims())
    )
    with pytest.raises(Forbidden):
        read(f"{bare}.")


def test_another_secret_does_not_count():
    with pytest.raises(Forbidden):
        read(token(secret="whsec_" + base64.b64encode(b"y" * 32).decode()))


@given(st.text() | st.binary().map(lambda raw: f"a.{base64.urlsafe_b64encode(raw).decode()}.b"))
def test_whatever_the_text_it_is_forbidden_and_nothing_else(said):
    for reading in (
        console.site_named_in,
        read,
        lambda text: console.read_operators_token(text, b"k" * 32, makers.NOW),
    ):
        try:
            reading(said)
        except Forbidden:
            continue
        assert reading is console.site_named_in


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(claims())), JSON, max_size=4))
def test_a_signed_token_with_odd_claims_is_forbidden_and_nothing_else(changes):
    try:
        read(token({**claims(), **changes}))
    except Forbidden:
        return


def test_a_session_is_over_after_idling_and_after_its_longest():
    now = makers.NOW
    assert not console.is_over(now, now, now + console.IDLE * 0.99)
    assert console.is_over(now, now, now + console.IDLE)
    assert not console.is_over(now, now + console.LONGEST * 0.99, now + console.LONGEST * 0.999)
    assert console.is_over(now, now + console.LONGEST, now + console.LONGEST)
