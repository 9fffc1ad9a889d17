"""Charts: a spec, compiled to one query and one Altair chart."""
