"""What a form says of a slip."""

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Please fill this in."),
        (forms.CharField(max_length=3), "word", "At most 3 characters; there are 4."),
        (forms.IntegerField(max_value=10), "11", "At most 10."),
        (forms.IntegerField(min_value=1), "0", "At least 1."),
        (forms.IntegerField(), "few", "Please give a whole number."),
        (forms.DateField(), "soon", "Please give a day, such as 2026-11-12."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Please choose one of those shown."),
        (forms.CharField(error_messages={"required": "A name, please."}), "", "A name, please."),
    ],
)
def test_a_slip_is_told_in_our_own_words(field, typed, said):
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages == [said]
