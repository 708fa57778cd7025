"""Only bytes that one of our secrets signed, lately, get through; and everything else fails in one way."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import standardwebhooks
import svix

from sync import signing
from sync.errors import Forbidden
from tests import makers

BODY = b'{"type":"x"}'
VECTORS = json.loads((Path(__file__).parents[1] / "contract" / "signatures.json").read_text())


def test_it_accepts_what_it_signed():
    proof = signing.verify(BODY, makers.headers(BODY), [makers.SECRET], makers.NOW)
    assert proof == signing.Proof("evt_1", makers.NOW)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_it_signs_like_the_published_vectors(vector):
    at = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
    assert signing.sign(vector["id"], at, vector["body"].encode(), vector["secret"]) == vector["signature"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_it_accepts_the_published_vectors_and_none_of_them_changed(vector):
    at = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
    headers = {f"webhook-{name}": str(vector[name]) for name in ("id", "timestamp", "signature")}
    assert signing.verify(vector["body"].encode(), headers, [vector["secret"]], at).event_id == vector["id"]
    with pytest.raises(Forbidden):
        signing.verify(vector["body"].encode() + b" ", headers, [vector["secret"]], at)


@pytest.mark.parametrize("library", [standardwebhooks.Webhook, svix.Webhook])
def test_public_libraries_accept_our_signature(library):
    now = datetime.now(UTC)
    headers = makers.headers(BODY, at=now)
    library(makers.SECRET).verify(BODY.decode(), headers)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        library(makers.SECRET).verify(BODY.decode() + " ", headers)


@pytest.mark.parametrize("library", [standardwebhooks.Webhook, svix.Webhook])
def test_it_accepts_the_public_librarys_signature(library):
    signature = library(makers.SECRET).sign("evt_1", makers.NOW, BODY.decode())
    assert signing.verify(BODY, {**makers.headers(BODY), "webhook-signature": signature}, [makers.SECRET], makers.NOW)


def test_it_accepts_the_former_secret_while_it_is_changed():
    headers = makers.headers(BODY, secret=makers.other_secret())
    assert signing.verify(BODY, headers, [makers.SECRET, makers.other_secret()], makers.NOW)


def test_it_accepts_any_of_several_signatures():
    headers = makers.headers(BODY)
    headers["webhook-signature"] = f"v1a,AAAA v1,AAAA  {headers['webhook-signature']}"
    assert signing.verify(BODY, headers, [makers.SECRET], makers.NOW)


@pytest.mark.parametrize(
    "entry", ["v1", "v1,AAAA,AAAA", "v1,!!!!", "v1,é", "v1,A", "", " ", ",", "v1a,AAAA", "v2,AAAA"]
)
def test_a_malformed_entry_does_not_hide_a_good_one(entry):
    """The public libraries stop at some of these with an error of their own."""
    headers = makers.headers(BODY)
    for said in (f"{entry} {headers['webhook-signature']}", f"{headers['webhook-signature']} {entry}"):
        assert signing.verify(BODY, {**headers, "webhook-signature": said}, [makers.SECRET], makers.NOW)


def test_the_boundary_between_id_and_time_cannot_be_moved():
    timestamp = str(int(makers.NOW.timestamp()))
    body = timestamp.encode() + b"." + BODY  # signed as it is, under the id evt_1
    headers = makers.headers(body)
    moved = {**headers, "webhook-id": f"evt_1.{timestamp}"}  # the signed text is the same, the body shorter
    assert f"{moved['webhook-id']}.{timestamp}.".encode() + BODY == f"evt_1.{timestamp}.".encode() + body
    with pytest.raises(Forbidden, match="webhook-id"):
        signing.verify(BODY, moved, [makers.SECRET], makers.NOW)


def test_a_moment_of_any_zone_is_signed_as_the_moment_that_it_is():
    elsewhere = makers.NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert signing.sign("evt_1", elsewhere, BODY, makers.SECRET) == signing.sign(
        "evt_1", makers.NOW, BODY, makers.SECRET
    )


@pytest.mark.parametrize("body", [b"\xff", b"\xed\xa0\x80", b"not JSON", b""])
def test_an_unproven_body_is_refused_whatever_it_is(body):
    with pytest.raises(Forbidden, match="signature"):
        signing.verify(body, makers.headers(BODY), [makers.SECRET], makers.NOW)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", ""),
        ("webhook-id", "evt.1"),
        ("webhook-id", "e" * 65),
        ("webhook-id", "evt_1\n"),
        ("webhook-id", "ävt"),
        ("webhook-timestamp", ""),
        ("webhook-timestamp", "1795354376.7"),
        ("webhook-timestamp", "1_795_354_376"),
        ("webhook-timestamp", " 1795354376"),
        ("webhook-timestamp", "-5"),
        ("webhook-timestamp", "9" * 400),
        ("webhook-timestamp", "١٧٩٥٣٥٤٣٧٦"),
        ("webhook-signature", ""),
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,AAAA,AAAA"),
        ("webhook-signature", "v1,é"),
        ("webhook-signature", "v1,!!!!"),
        ("webhook-signature", "v2,AAAA"),
        ("webhook-signature", "v1,A"),
        ("webhook-signature", " " * 10_000),
    ],
)
def test_it_refuses_malformed_headers_in_one_way(name, value):
    with pytest.raises(Forbidden):
        signing.verify(BODY, {**makers.headers(BODY), name: value}, [makers.SECRET], makers.NOW)


def test_it_refuses_missing_headers():
    with pytest.raises(Forbidden):
        signing.verify(BODY, {}, [makers.SECRET], makers.NOW)


def test_it_refuses_a_body_one_byte_off():
    with pytest.raises(Forbidden, match="signature"):
        signing.verify(BODY + b" ", makers.headers(BODY), [makers.SECRET], makers.NOW)


def test_it_refuses_another_secret():
    with pytest.raises(Forbidden, match="signature"):
        signing.verify(BODY, makers.headers(BODY), [makers.other_secret()], makers.NOW)


@pytest.mark.parametrize(("off_s", "accepted"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_it_tolerates_five_minutes(off_s, accepted):
    now = makers.NOW + timedelta(seconds=off_s)
    if accepted:
        assert signing.verify(BODY, makers.headers(BODY), [makers.SECRET], now)
    else:
        with pytest.raises(Forbidden, match="5 minutes"):
            signing.verify(BODY, makers.headers(BODY), [makers.SECRET], now)


def test_a_body_that_is_not_text_is_only_bytes():
    body = b"\xff\x00"
    assert signing.verify(body, makers.headers(body), [makers.SECRET], makers.NOW)


def test_a_signature_of_the_right_digest_under_another_id_is_refused():
    headers = {**makers.headers(BODY), "webhook-id": "evt_2"}
    with pytest.raises(Forbidden):
        signing.verify(BODY, headers, [makers.SECRET], makers.NOW)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whpk_AAAA",
        "whsec_AAAA",
        "whsec_!",
        makers.SECRET + "!",
        makers.SECRET.replace("whsec_", "whsec_ "),
        makers.SECRET[6:],
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
    ],
)
def test_it_names_what_is_wrong_with_a_secret(secret):
    with pytest.raises(ValueError, match="secret"):
        signing.secret_key(secret)
