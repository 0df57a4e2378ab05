#!/usr/bin/env python3
"""Open a Watchword vault and write the JSON inside, byte for byte, to standard output.

    python3 read_vault.py vault.watchword              # asks for the password
    python3 read_vault.py --sheet vault.watchword      # asks for the key of the recovery sheet

It needs Python 3.8 and the module "argon2-cffi" (Debian: python3-argon2); nothing of
Watchword. It is written from vault-format.md alone and proves that the page suffices:
it keeps every limit, names the stage that fails as section 5 does, and says on standard
error how many accounts there are. The secret is the first line of standard input where
that is no terminal.
"""
import base64, getpass, hashlib, hmac, json, re, struct, sys, unicodedata

from argon2.low_level import Type, hash_secret_raw


class Refused(Exception):
    """A file that does not open: the stage that failed (section 5), and what is wrong."""

    def __init__(self, stage, what):
        super().__init__(stage + ": " + what)


def decode(text, stage="header"):
    """Base64 without padding, one spelling only."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise Refused(stage, "not base64")
    if base64.b64encode(data).rstrip(b"=").decode() != text:
        raise Refused(stage, "base64 in another spelling")
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
        raise ValueError("it was changed, or the key is another one")
    stream = b"".join(chacha20(key, 1 + n, nonce) for n in range(-(-len(text) // 64)))[:len(text)]
    return (int.from_bytes(text, "little") ^ int.from_bytes(stream, "little")).to_bytes(len(text), "little")


def x25519(scalar, point):
    """The shared secret of a key of 32 bytes and a public one (RFC 7748, 5)."""
    prime = 2**255 - 19
    k = int.from_bytes(scalar, "little") & ~7 & (1 << 255) - 1 | 1 << 254
    u = int.from_bytes(point, "little") & (1 << 255) - 1
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        x3, z3 = (d * a + c * b) ** 2 % prime, u * (d * a - c * b) ** 2 % prime
        x2, z2, e = a * a * b * b % prime, a * a - b * b, a * a
        z2 = z2 * (e + 121665 * z2) % prime
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, prime - 2, prime) % prime).to_bytes(32, "little")


LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def checksum(prefix, values):
    """Bech32's check over a prefix and values of five bits (BIP 173)."""
    check = 1
    for v in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ v
        for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= g if top >> i & 1 else 0
    return check


def bech32(prefix, data):
    """32 bytes as age writes a recipient."""
    number = int.from_bytes(data, "big") << 4
    values = [number >> at & 31 for at in range(255, -1, -5)]
    check = checksum(prefix, values + [0] * 6) ^ 1
    return prefix + "1" + "".join(LETTERS[v] for v in values + [check >> at & 31 for at in range(25, -1, -5)])


def sheet_key(typed):
    """The key of a sheet as text and as 32 bytes: white space is dropped, small letters count as capitals."""
    text = "".join(typed.split()).upper()
    values = [LETTERS.find(c) for c in text[16:].lower()]
    if len(text) != 74 or not text.startswith("AGE-SECRET-KEY-1") or -1 in values or checksum("age-secret-key-", values) != 1:
        raise Refused("slot", "this is not the key of a recovery sheet")
    number = 0
    for v in values[:52]:
        number = number << 5 | v
    if number & 15:
        raise Refused("slot", "this is not the key of a recovery sheet")
    return text, (number >> 4).to_bytes(32, "big")


INTRO = b"age-encryption.org/v1\n"


def read_header(data):
    """Return the stanzas, the header up to and including "---", its MAC, and the rest."""
    if len(data) > 64 << 20:
        raise Refused("not a vault", "it is larger than 64 MiB")
    if not data.startswith(INTRO):
        raise Refused("not a vault", "its first line is not that of an age file")
    head, at, stanzas = data[:64 << 10], len(INTRO), []

    def line():
        nonlocal at
        end = head.find(b"\n", at)
        if end < 0:
            raise Refused("header", "no end within 64 KiB or the file")
        text, at = head[at:end].decode("latin-1"), end + 1
        return text

    while True:
        start, words = at, line().split(" ")
        if words[0] == "---" and len(words) > 1:
            mac = decode(" ".join(words[1:]))
            if len(mac) != 32:
                raise Refused("header", "a MAC of another length")
            return stanzas, data[:start + 3], mac, data[at:]
        if len(stanzas) == 16:
            raise Refused("not a vault", "more than 16 slots")
        if words[0] != "->" or len(words) < 2 or not all(re.fullmatch("[!-~]+", w) for w in words):
            raise Refused("header", "a bad slot line")
        part, body = line(), b""
        while True:
            if len(part) > 64:
                raise Refused("header", "a bad slot body")
            body += decode(part)
            if len(part) < 64:
                break
            part = line()
        stanzas.append((words[1], words[2:], body))


def number(text):
    """A decimal number without sign or leading zero, below 2^32."""
    if not re.fullmatch("0|[1-9][0-9]{0,9}", text) or int(text) >= 2**32:
        raise Refused("header", "a bad number")
    return int(text)


def password_slot(args, body):
    """Return salt, costs, nonce and body of the password slot."""
    if len(args) != 5 or len(body) != 32:
        raise Refused("header", "a bad password slot")
    salt, m, t, p, nonce = decode(args[0]), number(args[1]), number(args[2]), number(args[3]), decode(args[4])
    if len(salt) != 16 or len(nonce) != 32:
        raise Refused("header", "a bad password slot")
    if not (19456 <= m <= 2097152 and 1 <= t <= 32 and 1 <= p <= 16 and m >= 8 * p and m * t <= 8388608):
        raise Refused("not a vault", "its costs are out of bounds")
    return salt, m, t, p, nonce, body


def slots(stanzas):
    """Return the password slot, the recovery slots and the tags; any other slot is passed over."""
    passwords, recoveries, tags = [], [], []
    for kind, args, body in stanzas:
        if kind == "watchword/argon2id":
            passwords.append(password_slot(args, body))
        elif kind == "X25519":
            recoveries.append((args, body))
        elif kind == "watchword/recovery-tag":
            if args or len(body) != 32:
                raise Refused("header", "a bad recovery tag")
            tags.append(body)
    if len(passwords) != 1 or len(recoveries) > 1 or len(tags) > 1:
        raise Refused("not a vault", "not the slots of a vault")
    return passwords[0], recoveries, tags


def open_by_password(slot, password):
    salt, m, t, p, nonce, body = slot
    kek = hash_secret_raw(unicodedata.normalize("NFC", password).encode(), salt, t, m, p, 32, Type.ID)
    try:
        return unseal(hkdf(kek, nonce, b"watchword/argon2id"), bytes(12), body)
    except ValueError:
        raise Refused("slot", "wrong password, or the slot is damaged")


def open_by_sheet(recoveries, key):
    """The recovery slot is age's own: the page leaves it to https://c2sp.org/age."""
    for args, body in recoveries:
        if len(args) != 1 or len(body) != 32 or len(decode(args[0])) != 32:
            raise Refused("header MAC", "age does not take this recovery slot")
        share, public = decode(args[0]), x25519(key, (9).to_bytes(32, "little"))
        wrap = hkdf(x25519(key, share), share + public, b"age-encryption.org/v1/X25519")
        try:
            return unseal(wrap, bytes(12), body)
        except ValueError:
            pass
    raise Refused("slot", "this sheet does not open it")


def read_payload(file_key, rest):
    """Section 1.3: chunks of 64 KiB and 16 bytes, the last one marked; an empty one only where there is no other."""
    if len(rest) < 16:
        raise Refused("chunk", "the file ends within its nonce")
    key, rest, payload, n = hkdf(file_key, rest[:16], b"payload"), rest[16:], [], 0
    while rest or n == 0:
        chunk, rest = rest[:65552], rest[65552:]
        if len(chunk) < 16 or len(chunk) == 16 and n > 0:
            raise Refused("chunk", "a chunk is cut off")
        try:
            payload.append(unseal(key, n.to_bytes(11, "big") + (b"\0" if rest else b"\1"), chunk))
        except ValueError:
            raise Refused("chunk", "a part of the file does not verify")
        n += 1
    if sum(map(len, payload)) > 48 << 20:
        raise Refused("not a vault", "its contents are larger than 48 MiB")
    return b"".join(payload)


TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*+)"|[{}\[\]]' if sys.version_info >= (3, 11) else rb'"((?:[^"\\]|\\.)*)"|[{}\[\]]', re.S)
OTHER = object()  # a number that is not a whole one below 2^64


def read_json(payload):
    """RFC 8259 without a name twice in one object, bad UTF-8, half a surrogate pair, level 33, texts of 2 MiB."""
    depth = 0
    for token in TOKEN.finditer(payload):
        if token[1] is not None:
            if len(token[1]) >= 2 << 20:
                raise Refused("json", "a text that is too long")
        else:
            depth += 1 if token[0] in b"{[" else -1
            if depth > 32:
                raise Refused("json", "too many levels")

    def members(pairs):
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError("a name twice in one object")
        return dict(pairs)

    def whole(text):
        return int(text) if re.fullmatch("[0-9]{1,20}", text) and int(text) < 2**64 else OTHER

    def constant(text):
        raise ValueError("no number")

    try:
        value = json.loads(payload.decode(), object_pairs_hook=members, parse_int=whole,
                           parse_float=lambda _: OTHER, parse_constant=constant)
        if not isinstance(value, dict):
            raise ValueError("no object")
        paired(value)
    except ValueError as error:
        raise Refused("json", error.__class__.__name__)
    return value


def paired(value):
    """ValueError for half a surrogate pair, in any text or name."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict):
        for name, member in value.items():
            name.encode()
            paired(member)
    elif isinstance(value, list):
        for item in value:
            paired(item)


def read_contents(value):
    """Return how many accounts can be read, how many entries are set aside, and whether a newer reader is asked for."""
    if value.get("format") != "watchword/vault":
        raise Refused("not a vault", "its contents are of another kind")
    least, vault = value.get("minReader"), value.get("vaultId")
    if type(least) is not int or type(value.get("revision")) is not int or not isinstance(vault, str) or \
            not re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", vault):
        raise Refused("contents", "its first members are incomplete")
    if not all(isinstance(value.get(name, []), list) for name in ("accounts", "tags", "tombstones")):
        raise Refused("not a vault" if least > 1 else "contents", "a list is none")
    seen, aside = set(), 0
    for entry in value.get("accounts", []):
        key = account_key(entry)
        if key is None or key in seen:
            aside += 1
        else:
            seen.add(key)
    return len(seen), aside, least > 1


def account_key(a):
    """The identity (id, cred) of an account; None for an entry that is set aside (2.1)."""
    if not isinstance(a, dict) or not isinstance(a.get("fields", {}), dict):
        return None
    texts = [a.get("id"), a.get("secret"), a.get("type"), a.get("algorithm"), a.get("pin", ""), a.get("cred", "")]
    numbers = [a.get("digits"), a.get("period"), a.get("counter", 0)]
    if not all(isinstance(text, str) for text in texts) or not all(type(n) is int for n in numbers):
        return None
    name, secret, kind, algorithm, pin, said = texts
    digits, period, counter = numbers
    if not re.fullmatch("[0-9A-Za-z_-]{1,64}", name) or counter >= 2**63:
        return None
    try:
        key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    except ValueError:
        return None
    if base64.b32encode(key).rstrip(b"=").decode() != secret or not 1 <= len(key) <= 1024:
        return None
    if kind in ("totp", "hotp"):
        good = algorithm in ("SHA1", "SHA256", "SHA512") and 4 <= digits <= 10 and pin == "" and \
            (1 <= period <= 86400 if kind == "totp" else period == 0)
    elif kind == "steam":
        good = (algorithm, digits, period, pin) == ("SHA1", 5, 30, "")
    elif kind == "yandex":
        good = (algorithm, digits, period) == ("SHA256", 8, 30) and len(key) == 16 and \
            (pin == "" or re.fullmatch("[0-9]{4,16}", pin))
    else:
        good = kind == "motp" and (algorithm, digits, period) == ("MD5", 6, 10) and len(pin.encode()) <= 64
    parts = [b"watchword/cred/1", kind.encode(), key, algorithm.encode(), b"%d" % digits, b"%d" % period, pin.encode()]
    cred = hashlib.sha256(b"".join(struct.pack(">I", len(part)) + part for part in parts)).hexdigest()
    return (name, cred) if good and said in ("", cred) else None


def names_sheet(value, public, auth):
    """Does the payload name this very sheet (1.2)?"""
    slots = value.get("slots")
    recovery = slots.get("recovery") if isinstance(slots, dict) else None
    return isinstance(recovery, dict) and recovery.get("recipient") == bech32("age", public) and \
        recovery.get("auth") == base64.b64encode(auth).rstrip(b"=").decode()


def read_vault(data, secret, by_sheet):
    """Return the payload, the number of accounts and of entries set aside, and whether it may only be read."""
    stanzas, header, mac, rest = read_header(data)
    password, recoveries, tags = slots(stanzas)
    if by_sheet:
        text, key = sheet_key(secret)
        file_key = open_by_sheet(recoveries, key)
    else:
        file_key = open_by_password(password, secret)
    if not hmac.compare_digest(mac, hmac.digest(hkdf(file_key, b"", b"header"), header, "sha256")):
        raise Refused("header MAC", "the header is damaged")
    payload = read_payload(file_key, rest)
    value = read_json(payload)
    accounts, aside, read_only = read_contents(value)
    if by_sheet:
        auth = hkdf(text.encode(), b"", b"watchword/recovery-auth")
        tag = hmac.digest(auth, b"watchword/recovery-tag" + file_key, "sha256")
        ours = tags == [tag] and names_sheet(value, x25519(key, (9).to_bytes(32, "little")), auth)
        read_only = read_only or not ours
    return payload, accounts, aside, read_only


def main():
    by_sheet = sys.argv[1:2] == ["--sheet"]
    with open(sys.argv[2 if by_sheet else 1], "rb") as file:
        data = file.read((64 << 20) + 1)
    if sys.stdin.isatty():
        secret = getpass.getpass("Key of the recovery sheet: " if by_sheet else "Password: ")
    else:
        secret = sys.stdin.buffer.readline().decode().rstrip("\r\n")
    try:
        payload, accounts, aside, read_only = read_vault(data, secret, by_sheet)
    except Refused as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(payload)
    print("accounts %d, set aside %d, read-only %s" % (accounts, aside, "yes" if read_only else "no"), file=sys.stderr)


if __name__ == "__main__":
    main()
