"""What the codes of INSEE say by themselves."""


def departement_of(code: str) -> str:
    """The département of an INSEE code or, outside Corsica, of a postal code: three figures overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]
