"""The official's desk: which papers an office decides on, its queue, and what stands beside a scan."""
