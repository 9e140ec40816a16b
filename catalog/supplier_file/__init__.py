"""The supplier file ("berkas pemasok"): what a retailer asks for when it lists a supplier, as one ZIP for one buyer."""
