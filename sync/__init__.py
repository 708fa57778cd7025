"""The words and the rules of the program: pure functions and frozen values, nothing that touches the world."""
