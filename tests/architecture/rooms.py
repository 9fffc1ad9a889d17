"""The house on paper: floors, and which feature may know which."""

FLOORS = {
    "base": 0,
    "display": 1,
    "storage": 1,
    "access": 1,
    "protocol": 1,
    "features": 2,
    "dataset": 3,
    "export": 3,
    "growing": 3,
    "hub": 3,
    "importing": 3,
    "progress": 3,
    "running_import": 3,
    "services": 3,
    "stills": 3,
    "vault": 3,
    "wiring": 3,
    "widgets": 4,
    "magics": 4,
    "exporter": 4,
    "__init__": 5,
}

# Rooms on one floor that may know each other all the same.
SAME_FLOOR: set[tuple[str, str]] = {
    ("vault", "dataset"),
    ("vault", "hub"),
    ("hub", "dataset"),
    ("hub", "progress"),
    ("hub", "running_import"),
    ("hub", "services"),
    ("vault", "importing"),
    ("importing", "dataset"),
    ("importing", "growing"),
    ("importing", "progress"),
    ("importing", "running_import"),
    ("importing", "services"),
    ("running_import", "dataset"),
    ("running_import", "services"),
    ("dataset", "growing"),
    ("growing", "progress"),
    ("growing", "services"),
    ("vault", "progress"),
    ("vault", "services"),
    ("dataset", "export"),
    ("dataset", "progress"),
    ("dataset", "services"),
    ("dataset", "stills"),
    ("stills", "dataset"),
    ("services", "wiring"),
    ("wiring", "services"),
}

# A feature on the left may import those on the right: rows, then what stands on them.
FEATURES: dict[str, set[str]] = {
    "people": set(),
    "projects": {"people"},
    "versions": set(),
    "datasets": {"people", "versions"},
    "sql": {"datasets"},
    "content": {"datasets", "exports", "imports", "projects", "sql", "versions"},
    "lifecycle": {"datasets", "people", "versions"},
    "lineage": {"datasets", "imports", "people", "projects", "sql", "versions"},
    "imports": {"datasets", "people", "projects", "sql", "versions"},
    "exports": {"datasets", "people"},
    "hub": {"datasets", "imports", "people", "projects", "sql", "versions"},
    "doctor": set(),
    "settings": {"people"},
    "preferences": {"people"},
}

MOST_LINES = 400
MOST_FUNCTION_LINES = 50
REFUSED_NAMES = {"utils", "helpers", "common", "misc", "manager", "managers", "util", "helper"}
