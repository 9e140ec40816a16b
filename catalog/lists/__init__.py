"""What buyers keep in mind: favourites and lists, shared by the people of one organisation."""
