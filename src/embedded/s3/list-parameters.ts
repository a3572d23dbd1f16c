import { encodeForUrl } from "./listing.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** What all listings take alike. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly encodingType: "url" | undefined;
  /** Writes a key as the client asked. */
  encode(this: void, text: string): string;
}

/** @throws S3Error InvalidArgument */
export function parseListParameters({ query }: S3Request): ListParameters {
  const encodingType = query.get("encoding-type");
  if (encodingType !== undefined && encodingType !== "url") {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "encoding-type", ArgumentValue: encodingType },
      {
        message: "Invalid Encoding Method specified in Request",
      },
    );
  }
  const delimiter = query.get("delimiter");
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: delimiter === "" ? undefined : delimiter,
    encodingType,
    encode: encodingType === "url" ? encodeForUrl : (text) => text,
  };
}

/** A number that the client may lower but not raise above `most`. @throws S3Error InvalidArgument */
export function parseCount(text: string | undefined, name: string, otherwise: number, most: number): number {
  if (text === undefined || text === "") return otherwise;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: name, ArgumentValue: text },
      {
        message: /^-\d+$/.test(text)
          ? `Argument ${name} must be an integer between 0 and 2147483647`
          : `Provided ${name} not an integer or within integer range`,
      },
    );
  }
  return Math.min(Number(text), most);
}
