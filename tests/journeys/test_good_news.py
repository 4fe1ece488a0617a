"""Journey J1: exam results with a group photograph, from a draft to one live post, through everybody whom the policy asks."""

from sqlmodel import select

from bot.audit.log import history
from bot.drafts.approval import approve, approve_extra
from bot.drafts.content import claims_of
from bot.drafts.data_decision import dpo_decide
from bot.drafts.lifecycle import Finding, SignKind, State
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.signoff import check_claim, sign_facts, submit
from bot.people.grants import profile_at
from bot.people.models import Academy, Attestation
from bot.policy.show import version_hash
from tests.drafts.test_images_consent import known, photo
from tests.scene import ANSWERS, Scene

TEXT = "GCSE results: 87% of our Year 11s achieved grade 5 or above. Thank you to everybody who helped: https://academy-a.example.sch.uk/results"


def under(scene: Scene, policy: str) -> None:
    """Everybody has read it."""
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = policy
        session.flush()
        profile = profile_at(session, scene.academy_id)
        for person_id in scene.people.values():
            session.add(Attestation(person_id=person_id, policy=policy, version_hash=version_hash(profile)))
        session.commit()


def test_J1_good_news_goes_out_once_after_everybody_signed_the_same_digest(scene: Scene) -> None:
    under(scene, "acet")
    pupils = known(scene, "Testa Placeholder"), known(scene, "Demo Exampleson")
    key = scene.draft(TEXT, pictures=photo(pupils), answers=ANSWERS | {"personal_data": "unsure"})
    with scene.session() as session:
        assert submit(session, scene.who(session, "author"), key).state is State.SUBMITTED
    digest = scene.digest(key)
    with scene.session() as session:
        for claim in claims_of(session, key):
            check_claim(session, scene.who(session, "checker"), claim.id or 0, Finding.VERIFIED.value)
        assert sign_facts(session, scene.signing(session, "checker"), key, digest).state is State.WITH_DPO
        basis = "A whole year group, published by the examination boards as well."
        assert dpo_decide(session, scene.signing(session, "dpo"), key, digest, clear=True, reason=basis).state is State.AWAITING_APPROVAL
        if approve(session, scene.signing(session, "slt"), key, digest).state is State.AWAITING_EXTRA:
            approve_extra(session, scene.signing(session, "head"), key, digest)
    scene.sweep()
    assert scene.live() == [TEXT]
    assert scene.release(key).state == "verified"
    scene.sweep()
    with scene.session() as session:
        signs = session.exec(select(SignOff).where(SignOff.draft_id == key)).all()
        assert {s.kind for s in signs} >= {SignKind.FACTS, SignKind.DPO, SignKind.APPROVAL}
        assert {s.digest for s in signs} == {digest} == {session.get_one(Draft, key).digest}
        assert len({s.person_id for s in signs} | {scene.people["author"]}) >= 4
        assert [r.remote_id is not None for r in session.exec(select(Release))] == [True]
        assert [e.act for e in history(session, f"draft:{key}")].count("publish:accepted") == 1
    assert len(scene.live()) == 1
