"""The life of versions: made, named, compared, cloned, merged, put away."""
