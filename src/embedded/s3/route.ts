import { getBucketAcl, getObjectAcl, putAcl } from "./access-control.ts";
import {
  createBucket,
  deleteBucket,
  deleteBucketTagging,
  getBucketLocation,
  getBucketTagging,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketTagging,
  putBucketVersioning,
} from "./bucket-operations.ts";
import { completeMultipartUpload } from "./complete-upload.ts";
import { copyObject } from "./copy-object.ts";
import { deleteObject, deleteObjects } from "./delete-object.ts";
import { getObject } from "./get-object.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import { listMultipartUploads, listParts } from "./list-uploads.ts";
import { abortMultipartUpload, createMultipartUpload } from "./multipart-upload.ts";
import { notConfigured } from "./not-configured.ts";
import { getObjectAttributes } from "./object-attributes.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts";
import { putObject } from "./put-object.ts";
import { notImplemented, SUBRESOURCES } from "./refused.ts";
import { S3Error } from "./s3-error.ts";
import type { S3Operation } from "./s3-parts.ts";
import type { S3Request } from "./s3-request.ts";
import { uploadPart, uploadPartCopy } from "./upload-part.ts";

/** By method and subresource, `""` for none. */
type Routes = Readonly<Record<string, Readonly<Record<string, S3Operation>>>>;

const BUCKET: Routes = {
  GET: {
    ...notConfigured,
    "": (parts, request) => (request.query.get("list-type") === "2" ? listObjectsV2 : listObjects)(parts, request),
    acl: getBucketAcl,
    location: getBucketLocation,
    tagging: getBucketTagging,
    uploads: listMultipartUploads,
    versioning: getBucketVersioning,
    versions: listObjectVersions,
  },
  HEAD: { "": headBucket },
  PUT: { "": createBucket, acl: putAcl, tagging: putBucketTagging, versioning: putBucketVersioning },
  POST: { delete: deleteObjects },
  DELETE: { "": deleteBucket, tagging: deleteBucketTagging },
};

const OBJECT: Routes = {
  GET: {
    "": getObject,
    acl: getObjectAcl,
    attributes: getObjectAttributes,
    tagging: getObjectTagging,
    uploadId: listParts,
  },
  HEAD: { "": getObject },
  PUT: {
    "": (parts, request) => (request.headers.has("x-amz-copy-source") ? copyObject : putObject)(parts, request),
    acl: putAcl,
    tagging: putObjectTagging,
    uploadId: (parts, request) =>
      (request.headers.has("x-amz-copy-source") ? uploadPartCopy : uploadPart)(parts, request),
  },
  POST: { uploadId: completeMultipartUpload, uploads: createMultipartUpload },
  DELETE: { "": deleteObject, tagging: deleteObjectTagging, uploadId: abortMultipartUpload },
};

/** @throws S3Error NotImplemented for a part of the API that is not done, MethodNotAllowed for what is none */
export function route(request: S3Request): S3Operation {
  if (request.bucket === undefined) {
    if (request.method === "GET") return listBuckets;
    throw new S3Error("MethodNotAllowed", { Method: request.method, ResourceType: "SERVICE" });
  }
  const routes = (request.key === undefined ? BUCKET : OBJECT)[request.method];
  if (!routes) throw new S3Error("MethodNotAllowed", { Method: request.method });
  let subresource = "";
  for (const name of request.query.keys()) if (SUBRESOURCES.has(name)) subresource = name;
  const operation = Object.hasOwn(routes, subresource) ? routes[subresource] : undefined;
  if (!operation) throw notImplemented(request, subresource);
  return operation;
}
