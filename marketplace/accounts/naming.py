"""Free slugs and codes for many new organisations at once, as ``organisations`` finds them for one."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation

USUAL = re.compile(r"^KOPERASI (?:DESA|KELURAHAN)(?:/KELURAHAN)? MERAH PUTIH\b")
"""How nearly all village cooperatives begin: codes say KDMP for it, so that they tell the villages apart."""
LONGEST_CODE = 12


@dataclass
class Names:
    """What is taken, of the whole site and of those named since."""

    slugs: set[str]
    codes: set[str]

    @classmethod
    def taken(cls, session: Session) -> "Names":
        """Read what is taken."""
        return cls(set(session.scalars(select(Organisation.slug))), set(session.scalars(select(Organisation.code))))

    def slug(self, name: str) -> str:
        """Return a free slug and take it."""
        base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "organisasi"
        number, found = 1, base
        while found in self.slugs:
            number += 1
            found = f"{base}-{number}"
        self.slugs.add(found)
        return found

    def code(self, name: str) -> str:
        """Return a free code of at most 12 letters and take it."""
        base = re.sub(r"[^A-Z0-9]+", "", USUAL.sub("KDMP", name.upper()))[:9] or "ORG"
        number, found = 1, base
        while found in self.codes:
            number += 1
            found = f"{base[: LONGEST_CODE - len(str(number))]}{number}"
        self.codes.add(found)
        return found
