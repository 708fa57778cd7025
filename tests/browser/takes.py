"""How the tests take the quiz, sign in, and keep a result."""

import re

from demo import journey
from demo.visitor import Visitor

ANSWERS = "use.code,interest.develop,skill.software"


def take(page, *, answers=ANSWERS, steps=True):
    """Tick answers and ask for the teams; `steps` when the script shows one step at a time."""
    for step in ("use", "interest", "skill"):
        for option in answers.split(","):
            if option.startswith(f"{step}."):
                page.check(f'.wayfinder-quiz input[value="{option}"]')
        if steps and step != "skill":
            page.click(".wayfinder-quiz [type=submit]")
    page.click(".wayfinder-quiz [type=submit]")
    page.wait_for_selector(".wayfinder-result [data-team]")


def sign_in(page, house):
    """Sign the administrator in; the dashboard itself nobody waits for."""
    keys = house.embedded.sign_in
    page.goto(f"{house.url}/wp-login.php")
    fill_in(page, keys.user, keys.admin_password)
    page.wait_for_url(re.compile("wp-admin"), wait_until="commit")


def come_to_a_result(page, house, *, script=True):
    """Open a result as somebody new and log in there; give their account."""
    account = house.new_visitor()
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.click("text=Log in")
    log_in(page, account, script=script)
    return account


def keep_a_result(house):
    """Keep a result as somebody new, without a browser; give their account, and them."""
    account = house.new_visitor()
    visitor = Visitor(account.login, account.password)
    visitor.open(f"{house.page}?orientation={','.join(journey.ANSWERS)}")
    visitor.log_in()
    visitor.keep_again(list(journey.ANSWERS))
    return account, visitor


def log_in(page, account, *, script=True):
    fill_in(page, account.login, account.password, script=script)


def fill_in(page, name, password, *, script=True):
    """Fill in the log-in form once its script has taken the focus, which it does late: what is typed meanwhile goes astray."""
    page.wait_for_selector("#user_login:focus" if script else "#user_login")
    page.fill("#user_login", name)
    page.fill("#user_pass", password)
    page.click("#wp-submit")


def teams(page):
    """Give the teams of the result, in order."""
    return [team.get_attribute("data-team") for team in page.query_selector_all(".wayfinder-result [data-team]")]
