"""A post from draft to verified, through three different people."""

from tests.scene import WITH_FIGURE, Scene


def test_a_post_goes_from_draft_to_verified_through_three_people(scene: Scene) -> None:
    key = scene.approved(WITH_FIGURE)
    scene.sweep()
    assert scene.live() == [WITH_FIGURE]
    assert scene.release(key).state == "verified"
