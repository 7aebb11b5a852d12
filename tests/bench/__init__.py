"""What runs cost: `make bench`."""
