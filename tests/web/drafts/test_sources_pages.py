"""Giving and checking sources over HTTP: files that are kept, mistakes that lose nothing, one fact at a time."""

from bot.drafts.lifecycle import Finding, State
from tests.web.drafts.conftest import FIGURES, Desk, hidden, png

CSV = b"Pupils,Achieved grade 5 %\nAll,78\n"


def fields(desk: Desk, number: int, **more: str) -> dict[str, str]:
    claims = {f"claim_{n}": claim.text for n, claim in enumerate(desk.claims(number), start=1)}
    return {"version": str(desk.draft(number).version), **claims, **more}


def give(desk: Desk, number: int, name: str = "results.csv", data: bytes = CSV, **more: str):  # type: ignore[no-untyped-def]
    sent = fields(desk, number, how_1="file", **more)
    return desk.as_("author").post(f"/drafts/{number}/sources", data=sent, files={"file_1": (name, data)})


def test_a_file_is_kept_shown_beside_the_fact_and_served_as_nothing_but_a_download(desk: Desk) -> None:
    number = desk.write(text=FIGURES, facts="yes")
    assert give(desk, number).status_code == 303
    page = desk.as_("author").get(f"/drafts/{number}").text
    assert "Your text says 87%, but the source says 78%" in page
    assert desk.as_("author").post(f"/drafts/{number}/submit").status_code == 303
    claim = desk.claims(number)[0]
    fact = desk.as_("checker").get(f"/facts/{number}/{claim.id}").text
    assert "<mark>Pupils: All; Achieved grade 5 %: 78%</mark>" in fact
    assert "The text says 87%, but the source says 78%." in fact
    file = desk.as_("checker").get(f"/drafts/{number}/sources/1")
    assert (file.status_code, file.content) == (200, CSV)
    assert file.headers["content-type"].startswith("text/csv")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["x-content-type-options"] == "nosniff"
    other = desk.write(text=FIGURES, facts="yes")
    assert desk.as_("checker").get(f"/drafts/{other}/sources/1").status_code == 404
    assert desk.as_("checker").get(f"/drafts/{number}/sources/999").status_code == 404


def test_a_page_in_disguise_is_served_as_plain_text(desk: Desk) -> None:
    number = desk.write(text=FIGURES, facts="yes")
    assert give(desk, number, "page.html", b"<script>alert(1)</script>").status_code == 303
    served = desk.as_("author").get(f"/drafts/{number}/sources/1")
    assert served.headers["content-type"].startswith("text/plain")
    assert "page.txt" in served.headers["content-disposition"]


def test_editing_the_draft_keeps_its_file(desk: Desk) -> None:
    number = desk.write(text=FIGURES, facts="yes")
    give(desk, number)
    page = desk.as_("author").get(f"/drafts/{number}/edit").text
    assert "You gave: results.csv (a file)" in page
    source = desk.claims(number)[0].source
    kept = {"claim_1": "87%", "source_1": "", "kept_source_1": hidden(page, "kept_source_1")}
    same = desk.edited(number, "author", facts="yes", **kept)
    assert "Nothing changed" in desk.as_("author").get(desk.as_("author").post(f"/drafts/{number}/edit", data=same).headers["location"]).text
    forged = {**same, "kept_source_1": f"{source}.{'0' * 64}", "version": str(desk.draft(number).version)}
    assert desk.as_("author").post(f"/drafts/{number}/edit", data=forged).status_code == 303
    assert desk.claims(number)[0].source == ""


def test_mistakes_beside_one_fact_lose_nothing_given_for_another(desk: Desk) -> None:
    number = desk.write(text="87% achieved grade 5 and we raised £2,300.", facts="yes")
    sent = fields(desk, number, how_1="file", how_2="none", reason_2="  ", claim_added="words that are not there")
    answer = desk.as_("author").post(f"/drafts/{number}/sources", data=sent, files={"file_1": ("results.csv", CSV)})
    assert answer.status_code == 422
    assert 'href="#reason_2"' in answer.text
    assert 'href="#claim_added"' in answer.text
    assert "results.csv" in answer.text
    right = fields(desk, number, how_1="file", how_2="none", reason_2="It is last year's total, said as a joke.")
    assert desk.as_("author").post(f"/drafts/{number}/sources", data=right).status_code == 303
    first, second = desk.claims(number)
    assert first.source.startswith("results.csv [file ")
    assert second.source == "Not a fact: It is last year's total, said as a joke."


def test_absurd_files_and_answers_get_a_sentence(desk: Desk) -> None:
    number = desk.write(text=FIGURES, facts="yes")
    for name, data in (("a.exe", b"MZ\x00"), ("a.txt", b""), ("a.zip", b"PK\x03\x04")):
        answer = give(desk, number, name, data)
        assert answer.status_code == 422
        assert 'href="#file_1"' in answer.text
    for more in (
        {"how_1": "file"},
        {"how_1": "paste"},
        {"how_1": "none"},
        {"how_1": "x\0y"},
        {"how_1": "paste", "paste_1": "x" * 20_001},
        {"how_1": "where", "where_1": "y" * 2_001},
    ):
        assert desk.as_("author").post(f"/drafts/{number}/sources", data=fields(desk, number, **more)).status_code == 422
    old = fields(desk, number, how_1="where", where_1="The prospectus") | {"version": "99"}
    assert desk.as_("author").post(f"/drafts/{number}/sources", data=old).status_code == 422
    assert desk.as_("dpo").get(f"/drafts/{number}/sources").status_code == 403
    assert give(desk, number, "chart.png", png()).status_code == 303


def test_one_fact_at_a_time_leads_to_the_next_and_wrong_numbers_to_nothing(desk: Desk) -> None:
    number = desk.submitted(
        text="87% achieved grade 5 and we raised £2,300.",
        facts="yes",
        claim_1="87%",
        source_1="https://e.example/a",
        claim_2="£2,300",
        source_2="Not a fact: a joke",
    )
    first, second = desk.claims(number)
    checker = desk.as_("checker")
    digest = desk.draft(number).digest
    empty = checker.post(f"/facts/{number}/{first.id}", data={"digest": digest})
    assert empty.status_code == 422
    bare = checker.post(f"/facts/{number}/{first.id}", data={"digest": digest, f"finding_{first.id}": "wrong", f"note_{first.id}": " "})
    assert bare.status_code == 422
    assert f'href="#note_{first.id}"' in bare.text
    kept = checker.post(f"/facts/{number}/{first.id}", data={"digest": digest, f"finding_{first.id}": "verified"})
    assert kept.headers["location"] == f"/facts/{number}/{second.id}"
    assert "The author says that this is not a fact:" in checker.get(f"/facts/{number}/{second.id}").text
    end = checker.post(f"/facts/{number}/{second.id}", data={"digest": digest, f"finding_{second.id}": "not a fact"})
    assert end.headers["location"] == f"/facts/{number}"
    assert [c.finding for c in desk.claims(number)] == [Finding.VERIFIED, Finding.NOT_A_FACT]
    assert checker.get(f"/facts/{number}/99999").status_code == 404
    assert checker.post(f"/facts/{number}/99999", data={"digest": digest}).status_code == 404


def test_the_officer_gives_a_basis_or_a_condition(desk: Desk) -> None:
    number = desk.submitted(personal_data="unsure")
    digest = desk.digest("dpo", f"/drafts/{number}")
    for act in ("clear", "clear-with-changes"):
        empty = desk.as_("dpo").post(f"/drafts/{number}/{act}", data={"digest": digest, "reason": " "})
        assert empty.status_code == 422
        assert 'href="#reason"' in empty.text
        assert desk.as_("author").post(f"/drafts/{number}/{act}", data={"digest": digest, "reason": "Mine."}).status_code == 403
    condition = desk.as_("dpo").post(f"/drafts/{number}/clear-with-changes", data={"digest": digest, "reason": "Leave out the library."})
    assert condition.status_code == 303
    assert desk.draft(number).state is State.NEEDS_CHANGES
    assert "Leave out the library." in desk.as_("author").get(f"/drafts/{number}").text
