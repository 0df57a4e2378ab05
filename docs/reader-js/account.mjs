// What an account must have to be shown (vault-format.md, 2.1 and 2.2).
import { createHash } from "node:crypto";
import { isWhole } from "./json.mjs";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 in its one spelling: upper case, no padding, no stray bits; null for anything else. */
function base32(text) {
  const data = [];
  let bits = 0, length = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 5) | value;
    length += 5;
    if (length >= 8) {
      length -= 8;
      data.push(bits >> length);
      bits &= (1 << length) - 1;
    }
  }
  return length >= 5 || bits !== 0 ? null : Buffer.from(data);
}

/** Do the parts of a key go together? */
function isKey(type, key, algorithm, digits, period, pin) {
  const fixed = (a, d, p) => algorithm === a && digits === d && period === p;
  if (key === null || key.length < 1 || key.length > 1024) return false;
  switch (type) {
    case "totp":
    case "hotp":
      return ["SHA1", "SHA256", "SHA512"].includes(algorithm) && digits >= 4n && digits <= 10n && pin === "" &&
        (type === "hotp" ? period === 0n : period >= 1n && period <= 86400n);
    case "steam":
      return fixed("SHA1", 5n, 30n) && pin === "";
    case "yandex":
      return fixed("SHA256", 8n, 30n) && key.length === 16 && /^([0-9]{4,16})?$/.test(pin);
    case "motp":
      return fixed("MD5", 6n, 10n) && Buffer.byteLength(pin) <= 64;
  }
  return false;
}

/** The check value of section 2.2. */
function credential(...parts) {
  const hash = createHash("sha256");
  for (const part of ["watchword/cred/1", ...parts]) {
    const data = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    hash.update(length).update(data);
  }
  return hash.digest("hex");
}

/** The identity of an account as one text, or null for an entry that is set aside. */
export function accountKey(entry) {
  if (!(entry instanceof Map)) return null;
  const member = (name, missing) => (entry.has(name) ? entry.get(name) : missing);
  const texts = [member("id"), member("secret"), member("type"), member("algorithm"), member("pin", ""), member("cred", "")];
  if (!texts.every((text) => typeof text === "string") || !(member("fields", new Map()) instanceof Map)) return null;
  const [id, secret, type, algorithm, pin, said] = texts;
  const [digits, period] = [member("digits"), member("period")];
  if (!isWhole(digits) || !isWhole(period) || !/^[0-9A-Za-z_-]{1,64}$/.test(id)) return null;
  if (entry.has("counter") && !(isWhole(entry.get("counter")) && entry.get("counter").value < 2n ** 63n)) return null;
  const key = base32(secret);
  if (!isKey(type, key, algorithm, digits.value, period.value, pin)) return null;
  const cred = credential(type, key, algorithm, String(digits.value), String(period.value), pin);
  return said === "" || said === cred ? `${id} ${cred}` : null;
}
