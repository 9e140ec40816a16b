"""Files that people gave us: records, scoped doors, downloads."""
