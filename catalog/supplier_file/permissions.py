"""Named rights on supplier files."""

from marketplace.core.roles import BUYING, Role, permission

MAKE_SUPPLIER_FILE = permission("supplier_file:make", frozenset({Role.MANAGER}))
"""Papers, tax number and bank account leave the house with it: the manager decides."""
SEE_SUPPLIER_FILES = permission("supplier_file:see", BUYING)
"""Those that were shared with one's own organisation."""
