"""A form whose content becomes the next version of something that is never overwritten."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class NextVersion(forms.Form):
    """A form whose content becomes the next version; it notices when one was written meanwhile."""

    newer: Any = None  # what was written while this was typed; shown open, below the form
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, newest: Any = None, **kwargs: Any) -> None:
        self.newest = newest
        known = {name: getattr(newest, name, None) for name in self.base_fields} if newest else {}
        known["based_on"] = newest.version if newest else 0
        super().__init__(data, initial={**known, **kwargs.pop("initial", {})}, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        version = self.newest.version if self.newest else 0
        if given.pop("based_on", version) != version and self.newest:
            self.data = {**dict(self.data.items()), "based_on": version}
            self.newer, who = self.newest, self.newest.written_by
            raise forms.ValidationError(
                _(
                    "%(who)s saved a newer version while this page was open. It stands below the form. "
                    "What you typed is still here: save again if it should come after that one."
                )
                % {"who": who}
            )
        given["seen"] = version  # asked once more under the lock that writes
        return given
