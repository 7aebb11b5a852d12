"""A run as a page for the browser: summary, records, their evidence, the pages."""
