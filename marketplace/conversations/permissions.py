"""Who takes part in conversations: the people of buyers and cooperatives, nobody of an office or of the site."""

from marketplace.core.roles import BUYING, SELLING, permission

TALK = permission("conversation:talk", BUYING | SELLING, survives_suspension=True)
