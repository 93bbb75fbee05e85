"""Every public name of `ipt.outcomes` shows its use, and every example of `ipt` gives what it shows."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import ipt
from ipt import outcomes

MODULES = sorted(found.name for found in pkgutil.walk_packages(ipt.__path__, "ipt."))


def public(name):
    """What a module is for: the names of its `__all__`, else those it defines without an underscore."""
    module = importlib.import_module(f"ipt.outcomes.{name}")
    own = [one for one, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    names = getattr(module, "__all__", [one for one in own if not one.startswith("_")])
    held = ((f"{name}.{one}", getattr(module, one)) for one in names)
    return [(called, one) for called, one in held if inspect.isclass(one) or inspect.isroutine(one)]


PUBLIC = {name: public(name) for name in outcomes.__all__}


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=called) for found in PUBLIC.values() for called, one in found]
)
def test_a_public_name_shows_a_use_and_what_comes_of_it(one):
    assert any(example.want for example in doctest.DocTestParser().get_examples(one.__doc__ or ""))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_module_has_public_names(name):
    assert PUBLIC[name]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_show(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some write a file
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for example in doctest.DocTestFinder().find(importlib.import_module(name), name):
        runner.run(example, out=said.append)
    assert not said
