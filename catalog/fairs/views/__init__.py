"""Pages of fairs: for visitors, for the organiser, and the contacts."""
