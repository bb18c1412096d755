"""Sweeps whose cells are jobs of their own: submit what is missing, wait for all of them, tell what came of each."""
