"""Results for people who look at them: tables in notebooks."""
