"""The recipe that trains the entity models of this project; see models/README.md."""
