"""The table knows every address of the project, and none that there is not."""

from tests.borders.walking import TABLE, names_of_the_resolver


def test_every_address_stands_in_the_table():
    unknown = names_of_the_resolver() - {address.name for address in TABLE}
    assert not unknown, f"Say in tests/borders/table_of_*.py who is answered how at: {', '.join(sorted(unknown))}"


def test_the_table_names_no_address_that_is_gone():
    gone = {address.name for address in TABLE} - names_of_the_resolver()
    assert not gone, f"Take out of tests/borders/table_of_*.py: {', '.join(sorted(gone))}"


def test_each_address_has_one_row():
    names = [address.name for address in TABLE]
    assert sorted(names) == sorted(set(names))
