"""How right a run is: gold pages, scores of every stage, floors that must not be undercut, two runs compared."""
