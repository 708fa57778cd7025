"""How the tests take the quiz."""

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


def log_in(page, account):
    page.fill("#user_login", account.login)
    page.fill("#user_pass", account.password)
    page.click("#wp-submit")


def teams(page):
    """Give the teams of the result, in order."""
    return [team.get_attribute("data-team") for team in page.query_selector_all(".wayfinder-result [data-team]")]
