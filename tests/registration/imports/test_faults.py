"""What many rows have in common is said once."""

from conference.imports.faults import FaultTally, of_all, problem_text
from conference.imports.rows import Fault


def test_faults_are_counted_by_column_and_what_is_expected():
    tally = FaultTally()
    for number in range(3):
        tally.add([Fault("Role", "delagate", "a role", "delegate"), Fault("Row", f"found {number}", "a number")])
    tally.add([Fault("Role", "delagate", "a role", "delegate"), Fault("", "", "Only once.")])

    common = tally.commonest()

    assert [(each["count"], problem_text(each)) for each in common] == [
        (4, "Role: “delagate”. Did you mean “delegate”?"),
        (3, "Row: various; expected: a number."),
    ]
    assert of_all(common, 4) == {("Role", "a role")}


def test_one_suggestion_is_made_where_the_same_was_found():
    tally = FaultTally()
    for found, meant in (("Mongolai", "Mongolia"), ("Japn", "Japan")):
        tally.add([Fault("Nationality", found, "a State", meant)])

    assert problem_text(tally.commonest()[0]) == "Nationality: various; expected: a State."
