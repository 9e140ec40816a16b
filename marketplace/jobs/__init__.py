"""Work that takes longer than a page may: done beside the site, with its progress shown to who asked for it."""
