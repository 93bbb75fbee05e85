"""One folder, one database, one key set; keys are private and never made anew."""

import stat

import pytest

from clinic.home import KEYS, Home, HomeError


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home", tmp_path / "home" / "keys")


def test_the_first_start_makes_private_keys(home):
    home.open_as("demo")
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    for name in KEYS:
        assert stat.S_IMODE((home.keys_folder / name).stat().st_mode) == 0o600
    assert len({home.key(name) for name in KEYS}) == len(KEYS)


def test_the_second_start_keeps_them(home):
    home.open_as("demo")
    before = [home.key(name) for name in KEYS]
    home.open_as("demo")
    assert [home.key(name) for name in KEYS] == before
    assert {file.name for file in home.keys_folder.iterdir()} == set(KEYS)


@pytest.mark.parametrize(("marked", "wanted"), [("demo", "real"), ("real", "demo")])
def test_a_home_is_demo_or_real_and_never_the_other(home, marked, wanted):
    home.open_as(marked)
    with pytest.raises(HomeError, match=f"is a {marked} installation"):
        home.open_as(wanted)


def test_a_lost_key_is_not_made_anew(home):
    home.open_as("real")
    (home.keys_folder / "notes").unlink()
    home.open_as("real")
    with pytest.raises(HomeError, match="missing"):
        home.key("notes")


def test_a_database_without_its_keys_is_refused(home):
    home.folder.mkdir()
    home.database.touch()
    with pytest.raises(HomeError, match="Put the key back"):
        home.open_as("real")


def test_keys_that_others_may_read_are_refused(home):
    home.open_as("real")
    (home.keys_folder / "web").chmod(0o640)
    with pytest.raises(HomeError, match="chmod 600"):
        home.key("web")


def test_a_spoilt_key_is_refused(home):
    home.open_as("real")
    (home.keys_folder / "web").write_text("")
    with pytest.raises(HomeError, match="64 hexadecimal digits"):
        home.key("web")


def test_keys_may_lie_elsewhere_than_the_data(tmp_path):
    home = Home(tmp_path / "home", tmp_path / "safe")
    home.open_as("real")
    assert {file.name for file in (tmp_path / "safe").iterdir()} == set(KEYS)


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(HomeError, match="Cannot write to"):
        Home(tmp_path / "file" / "home", tmp_path / "file" / "home" / "keys").open_as("demo")
