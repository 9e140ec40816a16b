"""What runs in the child process: reads files from strangers, knows nothing else of ours.

Only the standard library and the libraries that decode are imported here, so the child starts fast and
holds no settings, no database and no secrets.
"""
