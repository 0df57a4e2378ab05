#!/usr/bin/env python3
"""Open a Watchword vault with its password and print the JSON inside.

    python3 read_vault.py vault.watchword

It needs Python 3.9 and the module "cryptography" 44 or later; nothing of Watchword. It is
written from vault-format.md alone and proves that the page suffices.
"""
import base64, getpass, hashlib, hmac, json, sys, unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def decode(text):
    """Base64 without padding, one spelling only."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    if base64.b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError("base64 in another spelling")
    return data


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(key)


def read_header(data):
    """Return the stanzas, the header up to and including "---", its MAC, and the rest."""
    end = data.index(b"\n---") + 4
    mac_line, rest = data[end:].split(b"\n", 1)
    lines = data[:end - 4].decode("ascii").split("\n")
    if lines.pop(0) != "age-encryption.org/v1":
        raise ValueError("not an age file")
    stanzas = []
    while lines:
        words, body = lines.pop(0).split(" "), ""
        while lines:
            body += lines[0]
            if len(lines.pop(0)) < 64:
                break
        stanzas.append((words[1], words[2:], decode(body)))
    return stanzas, data[:end], decode(mac_line.decode("ascii")[1:]), rest


def open_slot(stanzas, password):
    """Unwrap the file key with the password."""
    [(args, body)] = [(a, b) for kind, a, b in stanzas if kind == "watchword/argon2id"]
    salt, m, t, p, nonce = decode(args[0]), int(args[1]), int(args[2]), int(args[3]), decode(args[4])
    if not (19456 <= m <= 2097152 and 1 <= t <= 32 and 1 <= p <= 16 and m * t <= 8388608):
        raise ValueError("costs out of bounds")
    kdf = Argon2id(salt=salt, length=32, iterations=t, lanes=p, memory_cost=m)
    kek = kdf.derive(unicodedata.normalize("NFC", password).encode())
    wrap = hkdf(kek, nonce, b"watchword/argon2id")
    return ChaCha20Poly1305(wrap).decrypt(bytes(12), body, None)


def open_payload(file_key, rest):
    """Decrypt the chunks behind the header."""
    key, rest, out, n = hkdf(file_key, rest[:16], b"payload"), rest[16:], b"", 0
    while True:
        chunk, rest = rest[:65552], rest[65552:]
        nonce = n.to_bytes(11, "big") + (b"\0" if rest else b"\1")
        out += ChaCha20Poly1305(key).decrypt(nonce, chunk, None)
        n += 1
        if not rest:
            return out


def main():
    with open(sys.argv[1], "rb") as file:
        stanzas, header, mac, rest = read_header(file.read())
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    try:
        file_key = open_slot(stanzas, password)
    except InvalidTag:
        sys.exit("wrong password, or the password slot is damaged")
    want = hmac.new(hkdf(file_key, None, b"header"), header, hashlib.sha256).digest()
    if not hmac.compare_digest(mac, want):
        sys.exit("the header is damaged")
    print(json.dumps(json.loads(open_payload(file_key, rest)), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
