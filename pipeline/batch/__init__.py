"""A run over many inputs."""
