"""A changed product and the paper that held for it before: on hold until an official says that it still does."""
