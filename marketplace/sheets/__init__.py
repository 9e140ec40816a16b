"""Spreadsheets that people mend at a desk: their columns, their kept lines, and what their cells say."""
