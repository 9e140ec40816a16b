"""The site as an app on a phone's home screen, and an honest page where there is no connection."""
