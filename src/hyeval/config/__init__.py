"""The configuration: Hydra composes plain YAML, pydantic checks the result.

Pydantic instead of OmegaConf's structured configs, because those stop at the first problem, and a user should see all
of them at once.
"""
