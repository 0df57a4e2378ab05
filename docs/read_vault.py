#!/usr/bin/env python3
"""Open a Watchword vault with its password and print the JSON inside.

    python3 read_vault.py vault.watchword

It needs Python 3.8 and the module "argon2-cffi" (Debian: python3-argon2); nothing of
Watchword. It is written from vault-format.md alone and proves that the page suffices.
"""
import base64, getpass, hmac, json, struct, sys, unicodedata

from argon2.low_level import Type, hash_secret_raw


def decode(text):
    """Base64 without padding, one spelling only."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    if base64.b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError("base64 in another spelling")
    return data


def hkdf(key, salt, info):
    """HKDF-SHA256 (RFC 5869) for 32 bytes, which is one round."""
    key = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(key, info + b"\1", "sha256")


def chacha20(key, counter, nonce):
    """One block of 64 bytes (RFC 8439, 2.3)."""
    start = struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce)
    x = list(start)
    lines = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
             (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for _ in range(10):
        for a, b, c, d in lines:
            for i, j, k, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[i] = x[i] + x[j] & 0xFFFFFFFF
                y = x[k] ^ x[i]
                x[k] = (y << turn | y >> 32 - turn) & 0xFFFFFFFF
    return struct.pack("<16I", *(a + b & 0xFFFFFFFF for a, b in zip(x, start)))


def unseal(key, nonce, sealed):
    """ChaCha20-Poly1305 without associated data (RFC 8439, 2.8); ValueError if it was changed."""
    text, tag, one = sealed[:-16], sealed[-16:], chacha20(key, 0, nonce)
    r, s, sum = int.from_bytes(one[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF, one[16:32], 0
    for at in range(0, len(text), 16):
        sum = (sum + int.from_bytes(text[at:at + 16].ljust(16, b"\0") + b"\1", "little")) * r % (2**130 - 5)
    sum = (sum + int.from_bytes(struct.pack("<QQ", 0, len(text)) + b"\1", "little")) * r % (2**130 - 5)
    if not hmac.compare_digest(tag, ((sum + int.from_bytes(s, "little")) % 2**128).to_bytes(16, "little")):
        raise ValueError("a part of the file does not verify")
    stream = b"".join(chacha20(key, 1 + n, nonce) for n in range(-(-len(text) // 64)))[:len(text)]
    return (int.from_bytes(text, "little") ^ int.from_bytes(stream, "little")).to_bytes(len(text), "little")


def read_header(data):
    """Return the stanzas, the header up to and including "---", its MAC, and the rest."""
    end = data.index(b"\n---") + 4
    mac_line, rest = data[end:].split(b"\n", 1)
    lines, stanzas = data[:end - 4].decode("ascii").split("\n"), []
    if lines.pop(0) != "age-encryption.org/v1":
        raise ValueError("not an age file")
    while lines:
        words, body = lines.pop(0).split(" "), ""
        while lines:
            body += lines[0]
            if len(lines.pop(0)) < 64:
                break
        stanzas.append((words[1], words[2:], decode(body)))
    return stanzas, data[:end], decode(mac_line.decode("ascii")[1:]), rest


def main():
    with open(sys.argv[1], "rb") as file:
        stanzas, header, mac, rest = read_header(file.read())
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    [(args, body)] = [(a, b) for kind, a, b in stanzas if kind == "watchword/argon2id"]
    salt, m, t, p, nonce = decode(args[0]), int(args[1]), int(args[2]), int(args[3]), decode(args[4])
    if not (19456 <= m <= 2097152 and 1 <= t <= 32 and 1 <= p <= 16 and m * t <= 8388608):
        sys.exit("the costs are out of bounds")
    kek = hash_secret_raw(unicodedata.normalize("NFC", password).encode(), salt, t, m, p, 32, Type.ID)
    try:
        file_key = unseal(hkdf(kek, nonce, b"watchword/argon2id"), bytes(12), body)
    except ValueError:
        sys.exit("wrong password, or the password slot is damaged")
    if not hmac.compare_digest(mac, hmac.digest(hkdf(file_key, b"", b"header"), header, "sha256")):
        sys.exit("the header is damaged")
    key, rest, payload, n = hkdf(file_key, rest[:16], b"payload"), rest[16:], b"", 0
    while rest or n == 0:
        chunk, rest = rest[:65552], rest[65552:]
        payload += unseal(key, n.to_bytes(11, "big") + (b"\0" if rest else b"\1"), chunk)
        n += 1
    print(json.dumps(json.loads(payload), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
