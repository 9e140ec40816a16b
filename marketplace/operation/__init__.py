"""Running the site for real: backup and restore, the doctor, figures, log lines, the chain's head by mail."""
