"""Numbers: what a programme tells the outside, so that nobody can be found in it; pure, without Django. See docs/numbers.md."""
