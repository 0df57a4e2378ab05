// The JSON of a payload (vault-format.md, section 2): RFC 8259 without a name twice in one object, bad UTF-8,
// half a surrogate pair, a 33rd level, or a text of 2 MiB. JSON.parse takes all of these.
import { Refused } from "./refused.mjs";

/** A number; value is a BigInt for a whole one below 2^64 without sign, point and exponent, else null. */
class JSONNumber {
  constructor(source) {
    const whole = /^[0-9]{1,20}$/.test(source) ? BigInt(source) : null;
    this.value = whole !== null && whole < 2n ** 64n ? whole : null;
  }
}

export const isWhole = (x) => x instanceof JSONNumber && x.value !== null;

/** The outermost object of a payload: objects are Maps, numbers JSONNumbers. */
export function parseJSON(payload) {
  const parser = new Parser(payload);
  const value = parser.value();
  parser.space();
  if (!(value instanceof Map) || parser.at !== parser.text.length) parser.fail("not one object");
  return value;
}

class Parser {
  at = 0;
  depth = 0;

  constructor(payload) {
    try {
      this.text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
    } catch {
      this.fail("bad UTF-8");
    }
  }

  fail(what) {
    throw new Refused("json", what);
  }

  /** Pass over what a pattern matches here, and return it. */
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) this.fail("no value");
    this.at += found[0].length;
    return found[0];
  }

  space() {
    this.take(/[ \t\n\r]*/y);
  }

  value() {
    this.space();
    switch (this.text[this.at]) {
      case "{":
        return this.object();
      case "[":
        return this.list();
      case '"':
        return this.string();
      case "t":
      case "f":
      case "n":
        return JSON.parse(this.take(/true|false|null/y));
    }
    return new JSONNumber(this.take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y));
  }

  object() {
    const members = new Map();
    this.nested("}", () => {
      if (this.text[this.at] !== '"') this.fail("no name");
      const name = this.string();
      if (members.has(name)) this.fail("a name twice in one object");
      this.space();
      this.take(/:/y);
      members.set(name, this.value());
    });
    return members;
  }

  list() {
    const items = [];
    this.nested("]", () => items.push(this.value()));
    return items;
  }

  nested(closing, item) {
    if (++this.depth > 32) this.fail("too many levels");
    this.at++;
    this.space();
    for (let first = true; this.text[this.at] !== closing; first = false) {
      if (!first) this.take(/,/y);
      this.space();
      item();
      this.space();
    }
    this.at++;
    this.depth--;
  }

  string() {
    const start = this.at++;
    while (this.at < this.text.length && this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
    const source = this.text.slice(start, ++this.at);
    if (Buffer.byteLength(source) - 2 >= 2 << 20) this.fail("a text that is too long");
    try {
      const text = JSON.parse(source); // checks escapes, control characters and the closing quote
      encodeURIComponent(text); // throws at half a surrogate pair
      return text;
    } catch {
      this.fail("a bad text");
    }
  }
}
