/** Whose containers and volumes these are: the ARN of the build, and the data directory of the endpoint that runs it. */
export const BUILD_LABEL = "codebuild-local.build";
export const INSTANCE_LABEL = "codebuild-local.instance";
