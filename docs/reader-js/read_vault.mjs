#!/usr/bin/env node
// Open a Watchword vault and write the JSON inside, byte for byte, to standard output.
//
//     npm ci --ignore-scripts                            # once: three small modules, pinned by hash
//     node read_vault.mjs vault.watchword                # the password is the first line of standard input
//     node read_vault.mjs --sheet vault.watchword        # the key of the recovery sheet is
//
// It is written from vault-format.md alone. It keeps every limit, names the stage that fails as section 5 does,
// and says on standard error how many accounts there are. age itself is left to typage ("age-encryption").
import { readFileSync, statSync } from "node:fs";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { Decrypter, identityToRecipient } from "age-encryption";
import { parseJSON, isWhole } from "./json.mjs";
import { accountKey } from "./account.mjs";
import { Refused } from "./refused.mjs";

const MiB = 1 << 20;
const bytes = (text) => new TextEncoder().encode(text);
const base64 = (data) => Buffer.from(data).toString("base64").replaceAll("=", "");
const same = (a, b) => Buffer.compare(a, b) === 0;

/** Base64 without padding, one spelling only. */
function decode(text) {
  const data = Buffer.from(text, "base64");
  if (base64(data) !== text) throw new Refused("header", "not base64 in its one spelling");
  return data;
}

/** Section 1: the header's slots, each with kind, args and body, and the length of the header. */
function readHeader(file) {
  const intro = "age-encryption.org/v1\n";
  const head = file.subarray(0, 64 << 10).toString("latin1");
  if (!head.startsWith(intro)) throw new Refused("not a vault", "its first line is not that of an age file");
  let at = intro.length;
  const line = () => {
    const end = head.indexOf("\n", at);
    if (end < 0) throw new Refused("header", "no end within 64 KiB or the file");
    const text = head.slice(at, end);
    at = end + 1;
    return text;
  };
  const slots = [];
  for (;;) {
    const first = line();
    if (first.startsWith("--- ")) {
      if (decode(first.slice(4)).length !== 32) throw new Refused("header", "a MAC of another length");
      return { slots, length: at };
    }
    if (slots.length === 16) throw new Refused("not a vault", "more than 16 slots");
    const [arrow, ...words] = first.split(" ");
    if (arrow !== "->" || words.length === 0 || !words.every((w) => /^[!-~]+$/.test(w))) {
      throw new Refused("header", "a bad slot line");
    }
    const body = [];
    for (let part = ""; body.length === 0 || part.length === 64; ) {
      part = line();
      if (part.length > 64) throw new Refused("header", "a bad slot body");
      body.push(decode(part));
    }
    slots.push({ kind: words[0], args: words.slice(1), body: Buffer.concat(body) });
  }
}

/** Section 1.1: what the password slot says in the open, within its bounds. */
function passwordSlot({ args, body }) {
  if (args.length !== 5 || body.length !== 32) throw new Refused("header", "a bad password slot");
  const [salt, nonce] = [decode(args[0]), decode(args[4])];
  const [m, t, p] = args.slice(1, 4).map((text) => {
    if (!/^(0|[1-9][0-9]{0,9})$/.test(text) || Number(text) >= 2 ** 32) throw new Refused("header", "a bad number");
    return Number(text);
  });
  if (salt.length !== 16 || nonce.length !== 32) throw new Refused("header", "a bad password slot");
  if (m < 19456 || m > 2097152 || t < 1 || t > 32 || p < 1 || p > 16 || m < 8 * p || m * t > 8388608) {
    throw new Refused("not a vault", "its costs are out of bounds");
  }
  return { salt, m, t, p, nonce, body };
}

/** The slots that are ours, and how many there must be of each; any other is passed over. */
function sortSlots(slots) {
  const passwords = [], tags = [];
  let recoveries = 0;
  for (const slot of slots) {
    if (slot.kind === "watchword/argon2id") passwords.push(passwordSlot(slot));
    else if (slot.kind === "X25519") recoveries++;
    else if (slot.kind === "watchword/recovery-tag") {
      if (slot.args.length !== 0 || slot.body.length !== 32) throw new Refused("header", "a bad recovery tag");
      tags.push(slot.body);
    }
  }
  if (passwords.length !== 1 || recoveries > 1 || tags.length > 1) {
    throw new Refused("not a vault", "not the slots of a vault");
  }
  return { password: passwords[0], tag: tags[0] };
}

/** An identity of typage that opens the password slot; null stands for "not this one". */
async function passwordIdentity(slot, password) {
  const { salt, m, t, p, nonce, body } = slot;
  const kek = await argon2idAsync(password.normalize("NFC"), salt, { m, t, p, dkLen: 32, maxmem: 2 ** 32 - 1 });
  const wrapKey = hkdf(sha256, kek, nonce, bytes("watchword/argon2id"), 32);
  const open = () => {
    try {
      return chacha20poly1305(wrapKey, new Uint8Array(12)).decrypt(body);
    } catch {
      return null;
    }
  };
  return { unwrapFileKey: open };
}

/** The key of a sheet as it may be typed: white space is dropped, small letters count as capitals. */
const sheetKey = (typed) => typed.replaceAll(/\s/g, "").toUpperCase();

/** The file key, once the header's MAC agrees with it. */
async function openHeader(header, slot, secret, bySheet) {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(bySheet ? sheetKey(secret) : await passwordIdentity(slot, secret));
  } catch {
    throw new Refused("slot", "this is not the key of a recovery sheet");
  }
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    throw error.message.startsWith("no identity matched")
      ? new Refused("slot", "the key is another one, or the slot is damaged")
      : new Refused("header MAC", "the header is damaged");
  }
}

/** Section 1.3, left to typage: all chunks verify, or none is used. */
async function openPayload(file, fileKey) {
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: () => fileKey });
  let payload;
  try {
    payload = await decrypter.decrypt(file);
  } catch {
    throw new Refused("chunk", "a part of the file does not verify");
  }
  if (payload.length > 48 * MiB) throw new Refused("not a vault", "its contents are larger than 48 MiB");
  return payload;
}

/** Section 2: what the whole depends on, then each account by itself. */
function readContents(top) {
  if (top.get("format") !== "watchword/vault") throw new Refused("not a vault", "its contents are of another kind");
  const [least, revision, vault] = ["minReader", "revision", "vaultId"].map((name) => top.get(name));
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  if (!isWhole(least) || !isWhole(revision) || typeof vault !== "string" || !uuid.test(vault)) {
    throw new Refused("contents", "its first members are incomplete");
  }
  const newer = least.value > 1n;
  if (!["accounts", "tags", "tombstones"].every((name) => Array.isArray(top.get(name) ?? []) && top.get(name) !== null)) {
    throw new Refused(newer ? "not a vault" : "contents", "a list is none");
  }
  const seen = new Set();
  let aside = 0;
  for (const entry of top.get("accounts") ?? []) {
    const key = accountKey(entry);
    if (key === null || seen.has(key)) aside++;
    else seen.add(key);
  }
  return { accounts: seen.size, aside, newer };
}

/** Section 1.2: did the vault itself write the recovery slot, and does its payload name this very sheet? */
async function isOurs(top, tag, fileKey, typed) {
  const text = sheetKey(typed);
  const auth = hkdf(sha256, bytes(text), undefined, bytes("watchword/recovery-auth"), 32);
  const right = hmac(sha256, auth, Buffer.concat([bytes("watchword/recovery-tag"), fileKey]));
  const slots = top.get("slots");
  const named = slots instanceof Map ? slots.get("recovery") : undefined;
  return tag !== undefined && same(tag, right) && named instanceof Map &&
    named.get("recipient") === (await identityToRecipient(text)) && named.get("auth") === base64(auth);
}

async function readVault(file, secret, bySheet) {
  const { slots, length } = readHeader(file);
  const { password, tag } = sortSlots(slots);
  const fileKey = await openHeader(file.subarray(0, length), password, secret, bySheet);
  const payload = await openPayload(file, fileKey);
  const top = parseJSON(payload);
  const { accounts, aside, newer } = readContents(top);
  const readOnly = newer || (bySheet && !(await isOurs(top, tag, fileKey, secret)));
  return { payload, accounts, aside, readOnly };
}

async function main() {
  const bySheet = process.argv[2] === "--sheet";
  const path = process.argv[bySheet ? 3 : 2];
  if (statSync(path).size > 64 * MiB) throw new Refused("not a vault", "it is larger than 64 MiB");
  const file = readFileSync(path);
  const secret = readFileSync(0, "utf8").split(/\r?\n/)[0];
  const { payload, accounts, aside, readOnly } = await readVault(file, secret, bySheet);
  process.stdout.write(payload);
  console.error(`accounts ${accounts}, set aside ${aside}, read-only ${readOnly ? "yes" : "no"}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
