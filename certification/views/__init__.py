"""Pages of producers and certificates: the holder's, the official's, and the public proof."""
