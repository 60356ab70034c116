"""A card, in a browser: out to the other company's page and back, by the forms alone."""

import re

import pytest

from tests.fakes.stripe_fake import ASKS_BANK, DECLINED, KEY, SECRET
from tests.journeys.conftest import wait_for


@pytest.fixture
def more_settings(fake_stripe) -> dict[str, str]:
    """Let the site take cards at the fake."""
    return {
        "MARKETPLACE_STRIPE_KEY": KEY,
        "MARKETPLACE_STRIPE_WEBHOOK_SECRETS": SECRET,
        "MARKETPLACE_STRIPE_API_BASE": fake_stripe.address,
    }


@pytest.mark.browser
def test_a_card_is_declined_then_asked_about_then_pays(
    somebody, site, fake_stripe
) -> None:
    fake_stripe.send_hooks(f"{site.url}/webhooks/stripe")
    buyer = somebody()
    buyer.go("/ky/")
    buyer.touch(buyer.page.get_by_role("link", name="Кийиз сумка").first)
    buyer.press(".buy button")
    buyer.touch(buyer.page.locator("main a.button--wide"))
    buyer.fill(name="Бермет", contact="bermet@lab.test")
    buyer.press("main .button--wide")
    buyer.page.wait_for_url(f"{fake_stripe.address}/pay/**")
    for card in (DECLINED, ASKS_BANK):
        buyer.page.fill("[name=card]", card)
        buyer.press("form button")
    buyer.press("[name=bank][value=yes]")
    buyer.page.wait_for_url(re.compile(r"/ky/o/[\w-]{32}$"))
    fake_stripe.wait_until_sent()
    assert fake_stripe.counts()["charge"] == 1
    # The other company's page answers 402 to a declined card; Chromium reports it.
    buyer.faults = [one for one in buyer.faults if "status of 402" not in one]
    link = buyer.page.url
    wait_for(lambda: any(link in mail for mail in site.mails()), why="the buyer's mail")
