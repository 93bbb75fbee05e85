"""The demo's answers to the eight ways have the means that the story tells."""

from random import Random

import pytest

from clinic.demo.attachment import answers
from clinic.demo.story import load_all
from ipt.measures import library

TOLD = [
    means
    for story in load_all()
    if story.attachment
    for means in (story.attachment.octants, story.attachment.octants_later)
    if means
]


@pytest.mark.parametrize("means", TOLD)
def test_the_answers_to_each_octant_have_its_mean(means):
    given = answers(means, Random(7))
    for octant, mean in zip(library.load("ipip_ipc").scores, means, strict=True):
        assert sum(given[item] for item in octant.items) / 4 == mean


def test_everybody_placed_in_a_story_is_in_its_circle():
    for story in load_all():
        known = {person.name for person in story.people if person.rings[0]}
        placed = {near.who for near in story.attachment.places if near.who} if story.attachment else set()
        assert placed <= known
