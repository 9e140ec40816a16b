"""What a buyer asks of papers, barcode and readiness: data with versions, and the rules that read it."""
