import type { ReportExportConfig } from "../../generated/codebuild/types.ts";
import { toDefaultEncryptionKey, type Owner } from "./arns.ts";

/** The first rule that an export configuration breaks. */
export function exportConfigProblem({ exportConfigType, s3Destination }: ReportExportConfig): string | undefined {
  if (exportConfigType === undefined) return "Invalid input: exportConfig requires an exportConfigType";
  if (exportConfigType === "S3" && (s3Destination?.bucket ?? "") === "") {
    return "Invalid input: export config type S3 requires an s3Destination with a bucket";
  }
  return undefined;
}

/** The export configuration with its defaults. */
export function toExportConfig(config: ReportExportConfig, owner: Owner): ReportExportConfig {
  const { exportConfigType, s3Destination } = config;
  if (exportConfigType !== "S3" || s3Destination === undefined) return { exportConfigType };
  const { encryptionDisabled = false } = s3Destination;
  return {
    exportConfigType,
    s3Destination: {
      ...s3Destination,
      packaging: s3Destination.packaging ?? "NONE",
      encryptionDisabled,
      ...(!encryptionDisabled && { encryptionKey: s3Destination.encryptionKey ?? toDefaultEncryptionKey(owner) }),
    },
  };
}
