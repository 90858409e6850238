"""Keys of the settings: which sign, which are published, which are refused (ADR 40)."""

from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from sas.adapters.sso import keys


def written(path: Path, key: RSAKey | ECKey, *, private: bool = True) -> str:
    path.write_bytes(key.as_pem(private=private))
    return str(path)


def test_two_keys_are_published_and_the_first_signs(tmp_path: Path, settings: Any) -> None:
    old, new = RSAKey.generate_key(2048), ECKey.generate_key("P-256")
    settings.SSO_KEY = written(tmp_path / "old.pem", old)
    settings.SSO_OTHER_KEY = written(tmp_path / "new.pem", new, private=False)
    before = keys.configured()
    assert before and before.algorithm == "RS256"
    settings.SSO_KEY, settings.SSO_OTHER_KEY = written(tmp_path / "next.pem", new), settings.SSO_KEY
    after = keys.configured()
    assert after and after.algorithm == "ES256"
    for signer in (before, after):
        for published in (before.published(), after.published()):
            known = KeySet.import_key_set(published)  # type: ignore[arg-type]
            assert jwt.decode(signer.signed({"sub": "x"}), known, algorithms=["RS256", "ES256"]).claims == {"sub": "x"}
            assert all(not {"d", "p", "q"} & set(one) for one in published["keys"])


@pytest.mark.filterwarnings("ignore")
def test_a_key_that_cannot_sign_is_told_and_nothing_of_it(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "text.pem").write_text("secret words")
    wrong = {
        "nothing.pem": None,
        "text.pem": None,
        "short.pem": RSAKey.generate_key(1024),
        "curve.pem": ECKey.generate_key("P-384"),
    }
    settings.SSO_OTHER_KEY = ""
    for name, key in wrong.items():
        settings.SSO_KEY = written(tmp_path / name, key) if key else str(tmp_path / name)
        with pytest.raises(keys.BadKey) as refusal:
            keys.configured()
        assert str(refusal.value).startswith("SSO_KEY: ") and "secret words" not in str(refusal.value)
    settings.SSO_KEY = written(tmp_path / "public.pem", ECKey.generate_key("P-256"), private=False)
    with pytest.raises(keys.BadKey, match="private key"):
        keys.configured()
