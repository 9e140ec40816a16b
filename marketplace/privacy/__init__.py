"""What the law on personal data asks for: notices with versions, consent, export, deletion, complaints."""
