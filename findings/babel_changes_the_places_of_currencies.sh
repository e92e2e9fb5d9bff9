#!/usr/bin/env bash
# Babel (Python) tells other decimal places for the same currency from one release to the next.
#
# Versions: Babel 2.17.0 and 2.19.0, `babel.numbers.get_currency_precision`.
# A good guess: decimal places are those of ISO 4217 (HUF, COP, IDR, RSD and MGA 2; IQD 3), and stay the same.
# What is so: they are CLDR's, which tell how people write amounts. From 2.17.0 to 2.19.0 the forint, the Colombian peso and
# the rupiah go from 2 to 0, and the Serbian dinar from 0 to 2. IQD (ISO 3) and MGA (ISO 2) have 0 in both. A refund that is
# quantized or turned into the smallest unit by this number is wrong by a factor of 100 or 1000 at a gateway that counts as
# ISO does, and an update of the library changes which currencies.
# Seen: "2.17.0 HUF=2 COP=2 IDR=2 RSD=0 IQD=0 MGA=0" and "2.19.0 HUF=0 COP=0 IDR=0 RSD=2 IQD=0 MGA=0".
# For users of the crate: docs/currencies.md; `Currency` takes its places from ISO 4217 or from the caller, never from CLDR.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
seen=""
for version in 2.17.0 2.19.0; do
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "babel==$version"
    line=$("$folder/venv/bin/python" - <<'PYTHON'
from babel import __version__
from babel.numbers import get_currency_precision

codes = ["HUF", "COP", "IDR", "RSD", "IQD", "MGA"]
print(__version__, *(f"{code}={get_currency_precision(code)}" for code in codes))
PYTHON
    )
    echo "$line"
    seen+="$line;"
done
expected="2.17.0 HUF=2 COP=2 IDR=2 RSD=0 IQD=0 MGA=0;2.19.0 HUF=0 COP=0 IDR=0 RSD=2 IQD=0 MGA=0;"
[ "$seen" = "$expected" ] || { echo "this has changed"; exit 1; }
