/** A file that does not open: the stage that failed (vault-format.md, section 5), and what is wrong. */
export class Refused extends Error {
  constructor(stage, what) {
    super(`${stage}: ${what}`);
  }
}
