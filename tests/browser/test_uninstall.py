"""Who deletes the plugin is left with nothing of it but the pages they wrote."""

import contextlib
import shutil
import sqlite3
from contextlib import closing

import pytest

from demo import Trouble
from demo.journey import ANSWERS, BADGE
from demo.site import Site
from demo.visitor import Visitor
from tests import stage
from tests.stage import ROOT


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """Give a WordPress whose plugin, a copy that may be deleted, was used in every way that leaves something."""
    folder = tmp_path_factory.mktemp("uninstall")
    shutil.copytree(ROOT / "wp-plugin", folder / "plugin")
    with stage.house(folder / "home", folder / "plugin") as house:
        house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "QUJD" * 8)
        people = [house.new_visitor() for _ in range(2)]
        for account in people:
            visitor = Visitor(account.login, account.password)
            visitor.open(f"{house.page}?orientation={','.join(ANSWERS)}")
            visitor.log_in()
            visitor.keep_again(list(ANSWERS))
        service = Site(house.url, house.service_account.login, house.service_account.key)
        ids = [account.id for account in people]
        assert service._call("POST", "/wayfinder/v1/badges", json={"badge": BADGE, "people": ids})["granted"] == ids
        application = {"state": "submitted", "submitted_at": "2026-11-22T16:05:53Z", "teams": ["core"]}
        service._call("PUT", f"/wayfinder/v1/people/{ids[0]}", json={"version": 1, "application": application})
        house.site._remove_account(people[1].login)
        with closing(sqlite3.connect(database(house), timeout=20)) as site, site:  # as a plugin for roles would
            capabilities = 'a:2:{s:10:"subscriber";b:1;s:16:"wayfinder_mentor";b:1;}'
            where = "meta_key = 'wp_capabilities' AND user_id = ?"
            site.execute(f"UPDATE wp_usermeta SET meta_value = ? WHERE {where}", (capabilities, ids[0]))
        house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "REVG" * 8)
        try_the_connection(house)
        yield house


def try_the_connection(house):
    """As an administrator would, who then closes the window before the answer is read."""
    keys = house.embedded.sign_in
    admin = Visitor(keys.user, keys.admin_password)
    admin.open(f"{house.url}/wp-login.php")
    admin.submit("#loginform", {"log": [keys.user], "pwd": [keys.admin_password]})
    admin.open(f"{house.url}/wp-admin/options-general.php?page=wayfinder")
    form = admin.find('form:has(input[value="wayfinder_test"])')
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    admin._session.post(str(form["action"]), data=fields, allow_redirects=False, timeout=60)


def database(house):
    return house.embedded.debug_log.parent / "database" / ".ht.sqlite"


def traces(house):
    """Give every table's name, and every cell of the database that has our name in it, but for what people wrote."""
    with closing(sqlite3.connect(f"file:{database(house)}?mode=ro", uri=True, timeout=20)) as read:
        tables = [row[0] for row in read.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [f"table {table}" for table in tables if "wayfinder" in table]
        for table in tables:
            if table == "wp_posts" or table.startswith(
                "_"
            ):  # the pages are the site's; the rest is the database driver's
                continue
            for row in read.execute(f'SELECT * FROM "{table}"'):
                found += [f"{table}: {str(row)[:160]}" for cell in row if "wayfinder" in str(cell).lower()]
    return [trace for trace in found if not is_the_demo_s(trace)]


def is_the_demo_s(trace):
    """The demo names the site and its application passwords; WordPress lists all plugins when it looks for updates."""
    return any(name in trace for name in ("'blogname'", "_application_passwords", "'_site_transient_update_plugins'"))


def test_nothing_is_left_of_it(used):
    before = " ".join(traces(used))
    for kind in (
        "table wp_wayfinder_results",
        "'wayfinder_schema'",
        "'wayfinder_connected_home'",
        "'wayfinder_former_secrets'",
        "wayfinder_mentor",
        "'_transient_wayfinder_said_",
        "'wp_wayfinder_journey'",
        "'wp_wayfinder_badge_",
        "'wp_user_roles'",
        "'wp_capabilities'",
        "'cron'",
    ):
        assert kind in before, kind
    used.site._call("PUT", "/wp/v2/plugins/wayfinder/wayfinder", json={"status": "inactive"})
    assert "wayfinder_deliver" not in " ".join(traces(used))
    with contextlib.suppress(Trouble):  # the emptied folder is mounted, so WordPress says that it could not remove it
        used.site._call("DELETE", "/wp/v2/plugins/wayfinder/wayfinder")
    assert traces(used) == []
    assert "plugins/wayfinder" not in used.debug_log()
