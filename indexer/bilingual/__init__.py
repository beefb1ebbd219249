"""Two languages of one text: which clauses are the same in both, and what their words are called in the other."""
