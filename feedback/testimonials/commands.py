"""The commands with which anybody checks a proof: tried by the tests exactly as they are shown."""

from dataclasses import dataclass

SIGNATURE = """\
curl -s {base}{proof} -o proof.json
curl -s {base}{key} -o key.pem
python3 -c "
import base64, json
last = json.load(open('proof.json'))['entries'][-1]
open('text', 'wb').write(last['text'].encode())
open('signature', 'wb').write(base64.b64decode(last['signature']))"
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature
"""
HASHES = """\
python3 -c "
import hashlib, json
sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
plain = lambda it: json.dumps(it, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
before = None
for entry in json.load(open('proof.json'))['entries']:
    said = json.loads(entry['text'])
    assert said['parent'] == before, said['table']
    for name, it in entry['shown'].items():
        assert sha(it['salt'] + plain(it['value'])) == said['columns'][name], name
        print(said['table'], name, it['value'])
    before = sha(entry['text'])
print('fingerprint', before)"
"""


@dataclass(frozen=True)
class Commands:
    """What to type."""

    signature: str
    hashes: str


def commands(base: str, proof: str, key: str) -> Commands:
    """Give the commands for one quote."""
    return Commands(SIGNATURE.format(base=base, proof=proof, key=key), HASHES)
