"""Commands of VRP and Comware as views in views: what stands further right belongs to a head."""


def views_of(text, heads):
    """Pairs of the head of each view and its lines, in which those of `heads` are pairs too.

    A view ends with `quit`, one within another by a space; anything that nobody ended is an error.
    """
    views, rule = [], None
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert (lines[0], lines[-1]) == ("system-view", "return")
    view = None
    for line in lines[1:-1]:
        if view is None:
            assert line[0] not in " q"
            view = []
            views.append((line, view))
        elif line == "quit":
            assert rule is None
            view = None
        elif line == " quit":
            assert rule is not None
            rule = None
        elif line.startswith(heads):
            assert rule is None
            rule = []
            view.append((line, rule))
        elif rule is not None:
            assert line.startswith("  ")
            rule.append(line.strip())
        else:
            assert line[0] == " "
            assert line[1] != " "
            view.append(line.strip())
    assert view is rule is None
    return views


def settings_of(lines, shapes):
    """The values of the settings of a rule, in their order; what has no shape is an error."""
    found = {}
    for line in lines:
        [(shape, value)] = [(s, line.removeprefix(f"{s} ")) for s in shapes if line.startswith(s)]
        assert value
        found.setdefault(shape, []).append(value)
    assert lines[-1].startswith("action ")
    return found


def are_counted(lines, place):
    """Tell whether a word of each line counts them from zero."""
    return all(line.split(" ")[place] == str(number) for number, line in enumerate(lines))
