import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createSecretMasker } from "./secret-masker.ts";

function mask(secrets: readonly string[], ...chunks: readonly string[]): string {
  const masker = createSecretMasker(secrets);
  return Buffer.concat([...chunks.map((chunk) => masker.push(Buffer.from(chunk))), masker.end()]).toString();
}

/** The same by the definition: every byte in an occurrence goes, occurrences that overlap together. */
function maskByDefinition(patterns: readonly string[], text: string): string {
  const spans: [number, number][] = [];
  for (const pattern of patterns) {
    for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1))
      spans.push([at, at + pattern.length]);
  }
  spans.sort(([a, x], [b, y]) => a - b || y - x);
  let masked = "";
  let end = 0;
  for (const [from, to] of spans) {
    if (from < end) {
      end = Math.max(end, to);
      continue;
    }
    masked += `${text.slice(end, from)}***`;
    end = to;
  }
  return masked + text.slice(end);
}

describe("the secret masker", () => {
  it("replaces every occurrence of every secret", () => {
    expect(mask(["p4ssw0rd", "token"], "p4ssw0rd and token, token")).toBe("*** and ***, ***");
  });

  it("leaves all else as it is, bytes that are no text included", () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256));
    const masker = createSecretMasker(["secret"]);
    expect(Buffer.concat([masker.push(bytes), masker.end()])).toEqual(bytes);
  });

  it("finds secrets over the borders of chunks", () => {
    expect(mask(["newer-p4ss-long"], "newer-", "p4ss", "-long\n")).toBe("***\n");
  });

  it("holds back only what may be the beginning of a secret", () => {
    const masker = createSecretMasker(["secret-1", "other"]);
    expect(Buffer.from(masker.push(Buffer.from("a line\nsec"))).toString()).toBe("a line\n");
    expect(Buffer.from(masker.push(Buffer.from("ond"))).toString()).toBe("second");
    expect(Buffer.from(masker.push(Buffer.from("secret-"))).toString()).toBe("");
    expect(Buffer.from(masker.end()).toString()).toBe("secret-");
    expect(Buffer.from(masker.push(Buffer.from("1"))).toString()).toBe("1");
  });

  it("masks the longer of two secrets where one contains the other", () => {
    expect(mask(["pass", "pass-and-more"], "pass-and-more pass-and-less")).toBe("*** ***-and-less");
    expect(mask(["and", "pass-and-more"], "pass-and-", "more pass-and-less")).toBe("*** pass-***-less");
  });

  it("makes one mask of secrets that overlap", () => {
    expect(mask(["abcd", "cdef"], "xabcdefx abcdx")).toBe("x***x ***x");
    expect(mask(["aaa"], "aa", "aaa", " b")).toBe("*** b");
  });

  it("masks a secret of several lines as a whole and line by line, without the white space around a line", () => {
    const secret = "multi\r\n  line-secret\n\n";
    expect(mask([secret], `<${secret}> multi\n> line-secret`)).toBe("<***> ***\n> ***");
  });

  it("does not mask values and lines of fewer than three characters", () => {
    expect(mask(["", "a", "ab", "{\nkey\n}", "   "], "a ab { key }   .")).toBe("a ab { *** }   .");
  });

  it("keeps nothing of a long run of overlapping secrets but one mask", () => {
    expect(mask(["aaa"], ...Array<string>(5000).fill("a"))).toBe("***");
  });

  it("makes of any chunks what replacing in the whole makes", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 3, maxLength: 6 });
    const chunk = fc.string({ unit: fc.constantFrom("a", "b", "c", "."), maxLength: 9 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 5 }), fc.array(chunk, { maxLength: 12 }), (secrets, chunks) => {
        expect(mask(secrets, ...chunks)).toBe(maskByDefinition(secrets, chunks.join("")));
      }),
      { numRuns: 3000 },
    );
  });

  it("makes of any text and any cut, between the bytes of a character too, the same", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(fc.nat(3), fc.string({ unit: "binary" })), { maxLength: 8 }),
        fc.array(fc.nat(200)),
        (secrets, parts, cuts) => {
          const bytes = Buffer.from(
            parts.map((part) => (typeof part === "number" ? (secrets[part] ?? "") : part)).join(""),
          );
          const whole = createSecretMasker(secrets);
          const expected = Buffer.concat([whole.push(bytes), whole.end()]);
          const masker = createSecretMasker(secrets);
          const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
          const pieces = borders
            .slice(1)
            .map((to, index) => masker.push(Buffer.from(bytes.subarray(borders[index], to))));
          expect(Buffer.concat([...pieces, masker.end()])).toEqual(expected);
        },
      ),
    );
  });

  it("takes secrets of 64 KiB and passes a hundred megabytes in a second", () => {
    const masker = createSecretMasker(["p4ssw0rd", `long ${"0123456789abcdef\n".repeat(4000)}`]);
    const chunk = Buffer.from("[INFO] Compiling the module number 17 of 42, with a path /src/main/java\n".repeat(1000));
    const started = performance.now();
    let bytes = 0;
    while (bytes < 100_000_000) bytes += masker.push(chunk).length;
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
