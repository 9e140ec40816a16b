"""The words of the search that an administrator looks after: synonyms, and searches that found nothing."""
