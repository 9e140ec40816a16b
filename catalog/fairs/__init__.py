"""Trade fairs: booths, chosen products, QR cards and the contacts visitors leave."""
