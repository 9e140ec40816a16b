"""What happened (append-only), and who hears of it afterwards."""
