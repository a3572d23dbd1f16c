import { createHash } from "node:crypto";
import { openRequestBody, readDocument } from "./request-body.ts";
import { requireBucket, requireBucketName } from "./require-bucket.ts";
import { xmlAnswer } from "./s3-answer.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation } from "./s3-parts.ts";
import { MOST_BUCKET_TAGS, parseTagDocument, toTagDocument } from "./tags.ts";
import { allowChildren, childText, malformed, parseXml } from "./xml-reader.ts";
import { element, group, xmlDocument, xmlTime } from "./xml-writer.ts";

const LONGEST_DOCUMENT = 64 * 1024;

export const createBucket: S3Operation = async ({ buckets, clock }, request) => {
  const name = requireBucketName(request);
  const location = await readLocation(request, clock);
  if (request.signed) requireFittingLocation(location, request.region);
  const region = (location === "EU" ? "eu-west-1" : location) ?? request.region;
  const present = buckets.get(name);
  if (present) {
    if (present.account !== request.account) throw new S3Error("BucketAlreadyExists", { BucketName: name });
    // In us-east-1 making it again succeeds and changes nothing.
    if (present.region !== "us-east-1" || region !== "us-east-1")
      throw new S3Error("BucketAlreadyOwnedByYou", { BucketName: name });
  } else {
    buckets.insert({
      name,
      account: request.account,
      region,
      location: region === "us-east-1" ? "" : (location ?? region),
      created: clock.now(),
    });
  }
  return { status: 200, headers: { location: `/${name}` } };
};

async function readLocation(...[request, clock]: Parameters<typeof openRequestBody>): Promise<string | undefined> {
  const length = request.headers.get("content-length") ?? "0";
  if (length === "0" && !request.headers.has("transfer-encoding")) return undefined;
  const text = await readDocument(openRequestBody(request, clock), LONGEST_DOCUMENT);
  if (text.trim() === "") return undefined;
  const root = parseXml(text, "CreateBucketConfiguration");
  for (const child of root.children) {
    if (child.name === "LocationConstraint") continue;
    // Location and Bucket make directory buckets; Tags could be done, but are not.
    throw new S3Error(
      "NotImplemented",
      {},
      { message: `codebuild-local does not implement ${child.name} of CreateBucketConfiguration.` },
    );
  }
  return childText(root, "LocationConstraint");
}

/** @throws S3Error as the endpoint of the region that signed the request would */
function requireFittingLocation(location: string | undefined, region: string): void {
  if (location === undefined || location === "") {
    if (region !== "us-east-1") throw new S3Error("IllegalLocationConstraintException");
    return;
  }
  if (location === "us-east-1" || !/^(?:EU|[a-z]{2}(?:-[a-z]+)+-\d)$/.test(location)) {
    throw new S3Error("InvalidLocationConstraint", { LocationConstraint: location });
  }
  if (region !== "us-east-1" && location !== region && !(location === "EU" && region === "eu-west-1")) {
    throw new S3Error(
      "IllegalLocationConstraintException",
      {},
      {
        message: `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      },
    );
  }
}

export const headBucket: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  return { status: 200, headers: { "x-amz-bucket-region": bucket.region, "content-type": "application/xml" } };
};

export const deleteBucket: S3Operation = (parts, request) => {
  const bucket = requireBucket(parts, request);
  const files = parts.database.transaction(() => {
    const uploads = parts.uploads.list(bucket.name, { key: "", seq: 0 }, -1);
    const orphans = uploads.flatMap((upload) => parts.uploads.delete(upload, parts.objects.isNamed));
    if (!parts.buckets.delete(bucket.name)) {
      throw new S3Error(
        "BucketNotEmpty",
        { BucketName: bucket.name },
        bucket.versioning === ""
          ? {}
          : {
              message: "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
            },
      );
    }
    return orphans;
  });
  parts.bodies.remove(files);
  return { status: 204 };
};

export const listBuckets: S3Operation = ({ buckets }, request) => {
  const prefix = request.query.get("prefix") ?? "";
  const asked = request.query.get("max-buckets");
  if (asked !== undefined && !(/^\d{1,5}$/.test(asked) && Number(asked) >= 1 && Number(asked) <= 10_000)) {
    throw new S3Error("InvalidArgument", { ArgumentName: "max-buckets", ArgumentValue: asked });
  }
  const limit = Number(asked ?? 10_000);
  const token = request.query.get("continuation-token");
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString();
  const region = request.query.get("bucket-region");
  const found = buckets
    .list({ account: request.account, prefix, after, limit: -1 })
    .filter((bucket) => region === undefined || bucket.region === region);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return xmlAnswer(
    xmlDocument(
      "ListAllMyBucketsResult",
      owner(request.account),
      group(
        "Buckets",
        ...page.map((bucket) =>
          group(
            "Bucket",
            element("Name", bucket.name),
            element("CreationDate", xmlTime(bucket.created)),
            element("BucketRegion", bucket.region),
          ),
        ),
      ),
      last ? element("ContinuationToken", Buffer.from(last.name).toString("base64url")) : "",
      request.query.has("prefix") ? element("Prefix", prefix) : "",
    ),
  );
};

export const getBucketLocation: S3Operation = (parts, request) =>
  xmlAnswer(xmlDocument("LocationConstraint", requireBucket(parts, request).location));

export const getBucketVersioning: S3Operation = (parts, request) => {
  const { versioning } = requireBucket(parts, request);
  return xmlAnswer(
    xmlDocument("VersioningConfiguration", element("Status", versioning === "" ? undefined : versioning)),
  );
};

export const putBucketVersioning: S3Operation = async (parts, request) => {
  const bucket = requireBucket(parts, request);
  const root = parseXml(
    await readDocument(openRequestBody(request, parts.clock), LONGEST_DOCUMENT),
    "VersioningConfiguration",
  );
  allowChildren(root, ["Status", "MfaDelete"]);
  const mfaDelete = childText(root, "MfaDelete");
  if (mfaDelete === "Enabled") {
    throw new S3Error("NotImplemented", {}, { message: "codebuild-local does not implement MfaDelete." });
  }
  if (mfaDelete !== undefined && mfaDelete !== "Disabled") throw malformed();
  const status = childText(root, "Status");
  if (status === undefined) throw new S3Error("IllegalVersioningConfigurationException");
  if (status !== "Enabled" && status !== "Suspended") throw malformed();
  parts.buckets.setVersioning(bucket.name, status);
  return { status: 200 };
};

export const getBucketTagging: S3Operation = (parts, request) => {
  const { name, tags } = requireBucket(parts, request);
  if (tags.length === 0) throw new S3Error("NoSuchTagSet", { BucketName: name });
  return xmlAnswer(toTagDocument(tags));
};

export const putBucketTagging: S3Operation = async (parts, request) => {
  const { name } = requireBucket(parts, request);
  const text = await readDocument(openRequestBody(request, parts.clock), LONGEST_DOCUMENT);
  parts.buckets.setTags(name, parseTagDocument(text, MOST_BUCKET_TAGS));
  return { status: 204 };
};

export const deleteBucketTagging: S3Operation = (parts, request) => {
  parts.buckets.setTags(requireBucket(parts, request).name, []);
  return { status: 204 };
};

/** The canonical user id of an account: S3 has one of 64 hexadecimal digits for each. */
export function owner(account: string): string {
  return group("Owner", element("ID", canonicalId(account)));
}

function canonicalId(account: string): string {
  return createHash("sha256").update(`canonical user of ${account}`).digest("hex");
}

/** The one list that there is: ACLs are off, as in every bucket of today, and all belongs to its owner. */
export function ownerAcl(account: string): string {
  return xmlDocument(
    "AccessControlPolicy",
    owner(account),
    group(
      "AccessControlList",
      group(
        "Grant",
        `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${element("ID", canonicalId(account))}</Grantee>`,
        element("Permission", "FULL_CONTROL"),
      ),
    ),
  );
}
