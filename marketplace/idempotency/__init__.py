"""Writes of programs that may be sent twice: the first answer is kept under the caller's key and given again."""
