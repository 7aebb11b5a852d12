"""What is German and what is English: role words, heading words, phrases; data in TOML and one loader."""
