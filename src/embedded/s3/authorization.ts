import type { IncomingHttpHeaders } from "node:http";
import { S3Error } from "./s3-error.ts";

/** What a request says about who sends it. Signatures are not verified. */
export interface Credentials {
  readonly accessKeyId: string;
  /** Of the credential scope; a SigV2 request names neither. */
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** The credentials of the Authorization header or of a presigned URL; `undefined` when it is unsigned. */
export function parseCredentials(
  headers: IncomingHttpHeaders,
  query: ReadonlyMap<string, string>,
): Credentials | undefined {
  const header = headers.authorization;
  if (header !== undefined) {
    const scope = /^AWS4-[\w-]+ .*?Credential=([^,\s]+)/.exec(header);
    if (scope) return parseScope(scope[1] ?? "");
    const second = /^AWS ([^:\s]+):/.exec(header);
    return second ? { accessKeyId: second[1] ?? "", region: undefined, service: undefined } : undefined;
  }
  const presigned = query.get("X-Amz-Credential");
  if (presigned !== undefined) return parseScope(presigned);
  const second = query.get("AWSAccessKeyId");
  return second === undefined ? undefined : { accessKeyId: second, region: undefined, service: undefined };
}

/** `AKID/20260101/us-east-1/s3/aws4_request`; SigV4A leaves the region out. */
function parseScope(scope: string): Credentials {
  const parts = scope.split("/");
  return {
    accessKeyId: parts[0] ?? "",
    region: parts.length >= 5 ? parts.at(-3) : undefined,
    service: parts.length >= 4 ? parts.at(-2) : undefined,
  };
}

const LONGEST_LIFE_SECONDS = 604_800;

/** Refuses a presigned URL whose time is over ("Authenticating requests: using query parameters"). @param now milliseconds */
export function requireUnexpired(query: ReadonlyMap<string, string>, now: number): void {
  if (query.has("X-Amz-Credential") || query.has("X-Amz-Signature")) {
    const signed = parseAmzDate(query.get("X-Amz-Date") ?? "");
    const life = query.get("X-Amz-Expires");
    if (signed === undefined || life === undefined) {
      throw new S3Error(
        "AuthorizationQueryParametersError",
        {},
        {
          message:
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        },
      );
    }
    if (!/^\d{1,9}$/.test(life)) {
      throw new S3Error("AuthorizationQueryParametersError", {}, { message: "X-Amz-Expires should be a number" });
    }
    if (Number(life) > LONGEST_LIFE_SECONDS) {
      throw new S3Error(
        "AuthorizationQueryParametersError",
        {},
        {
          message:
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        },
      );
    }
    refuseAfter(signed + Number(life) * 1000, now, { "X-Amz-Expires": life });
  } else if (query.has("AWSAccessKeyId")) {
    const expires = query.get("Expires") ?? "";
    if (!/^\d{1,12}$/.test(expires))
      throw new S3Error("AccessDenied", {}, { message: "Invalid date (should be seconds since epoch): " + expires });
    refuseAfter(Number(expires) * 1000, now, {});
  }
}

function refuseAfter(expires: number, now: number, details: Readonly<Record<string, string>>): void {
  if (now < expires) return;
  throw new S3Error(
    "AccessDenied",
    { ...details, Expires: toSeconds(expires), ServerTime: toSeconds(now) },
    { message: "Request has expired" },
  );
}

function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const time = Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function toSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
