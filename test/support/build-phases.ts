/** The phases of a build that succeeds, in their order; written out here, so that the product's own list is not what checks it. */
export const ALL_PHASES: readonly string[] = [
  "SUBMITTED",
  "QUEUED",
  "PROVISIONING",
  "DOWNLOAD_SOURCE",
  "INSTALL",
  "PRE_BUILD",
  "BUILD",
  "POST_BUILD",
  "UPLOAD_ARTIFACTS",
  "FINALIZING",
  "COMPLETED",
];

/** Those in which the engine has a build in its hands. */
export const RUN_PHASES = ALL_PHASES.slice(2, -1);
