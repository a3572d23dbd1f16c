export interface S3SourceLocation {
  readonly bucket: string;
  readonly key: string;
}

/** `bucket/key` or the object's ARN, as `location` of an S3 source; `undefined` for what is neither. */
export function toS3SourceLocation(location: string): S3SourceLocation | undefined {
  const [, bucket, key] = /^(?:arn:[a-z0-9-]+:s3:::)?([^/:\s]+)\/(.+)$/s.exec(location.trim()) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/** Whether the location names a folder (its key ends with a slash), of which every object is copied. */
export function isS3FolderSource(location: string): boolean {
  return location.trim().endsWith("/");
}
