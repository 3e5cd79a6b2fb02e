"""Which functions of the acts lead to a move of a registration, as their source calls one another."""

import ast
from collections.abc import Iterator
from pathlib import Path

import registration.actions

MOVE = "move_to"
# These move an invitation, a request, a round or an import, and no registration of themselves.
OF_OTHER_THINGS = {
    "changes.take_back",
    "decide_changes.refuse_request",
    "designate.designate_focal_point",
    "dispatch.take_back_dispatch",
    "import_registrations.import_registrations",
    "import_table._clear",
    "import_table.drop_import",
    "import_table.keep_preview",
    "import_table.say_columns",
    "invite.acknowledge_invitation",
    "invite.note_no_reply",
    "invite.record_reply",
    "register.register_invited",
    "regret.regret_by_code",
    "replies.record_return",
    "rounds.drop_round",
    "settle.settle_invitations",
}


def functions_that_move_registrations() -> set[str]:
    """The public functions and methods from which a move is reached, however far; by their names."""
    calls = dict(_functions())
    reaching = {name for name, called in calls.items() if MOVE in called} - OF_OTHER_THINGS
    while True:
        more = {name for name, called in calls.items() if called & {_called_as(each, name) for each in reaching}}
        if more <= reaching:
            break
        reaching |= more
    return {name.rpartition(".")[2] for name in reaching if not name.rpartition(".")[2].startswith("_")}


def _functions() -> Iterator[tuple[str, set[str]]]:
    """Each as ``module.name``, with the names that its body mentions."""
    for path in sorted(Path(registration.actions.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem}.{node.name}", _mentioned(node)


def _mentioned(function: ast.FunctionDef) -> set[str]:
    inside = list(ast.walk(function))
    names = {node.id for node in inside if isinstance(node, ast.Name)}
    return names | {node.attr for node in inside if isinstance(node, ast.Attribute)}


def _called_as(name: str, caller: str) -> str:
    """A private name means something in its own module alone."""
    module, _dot, plain = name.partition(".")
    return "" if plain.startswith("_") and module != caller.partition(".")[0] else plain
