"""Engines that serve a checkpoint over HTTP: started for a run, asked like any endpoint, stopped with the run."""
