"""The page of costs: what an account read and wrote, what was paid for it, and an administrator's budget."""

from bot.accounts.costs import Ledger
from bot.accounts.models import Account

from .conftest import World


def on_x(world: World) -> None:
    with world.session() as session:
        session.get_one(Account, world.account_id).platform = "x"
        session.commit()
    ledger = Ledger(world.engine, world.account_id, "x")
    ledger("mention_read", ids=[str(n) for n in range(1_500)])
    ledger("post_created_with_link", times=30)
    ledger("reply_hidden", times=50)


def test_reads_writes_and_money_stand_there_by_account(world: World) -> None:
    on_x(world)
    text = world.browser("governor").get("/costs").text
    for words in ("1,500", "$1.50", "$6.00", "$7.75", "31%", "$25.00", "price to be confirmed"):
        assert words in text
    assert "Set the budget" not in text


def test_an_administrator_sets_a_budget_and_what_was_mistyped_is_kept(world: World) -> None:
    on_x(world)
    admin = world.browser("admin")
    wrong = admin.post(f"/costs/{world.account_id}", data={"amount": "plenty", "owned": "yes"})
    assert (wrong.status_code, "plenty" in wrong.text, "Enter an amount in US dollars" in wrong.text) == (422, True, True)
    assert admin.post(f"/costs/{world.account_id}", data={"amount": "5", "owned": "yes"}).status_code == 303
    assert "155%" in admin.get("/costs").text
    assert "every 15 minutes" in admin.get(f"/accounts/{world.account_id}").text
