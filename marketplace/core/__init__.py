"""Pure ground: money, time, errors, lifecycles, roles. Imports no Flask and no SQLAlchemy."""
