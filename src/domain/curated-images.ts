import type { EnvironmentImage, EnvironmentPlatform } from "../../generated/codebuild/types.ts";

/**
 * The images that AWS curates, as of April 2026 (github aws/aws-codebuild-docker-images). Newer images hold all languages, so they
 * stand under BASE. `versions` are what a project may name: AWS's dated releases of each are not known and left out.
 */
export const curatedPlatforms: readonly EnvironmentPlatform[] = [
  {
    platform: "AMAZON_LINUX",
    languages: [
      {
        language: "BASE",
        images: [
          image(
            "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            "AWS CodeBuild - Amazon Linux 2023, x86_64, standard 5.0",
          ),
          image(
            "aws/codebuild/amazonlinux-x86_64-standard:6.0",
            "AWS CodeBuild - Amazon Linux 2023, x86_64, standard 6.0",
          ),
          image(
            "aws/codebuild/amazonlinux-aarch64-standard:3.0",
            "AWS CodeBuild - Amazon Linux 2023, aarch64, standard 3.0",
          ),
          image(
            "aws/codebuild/amazonlinux-aarch64-standard:4.0",
            "AWS CodeBuild - Amazon Linux 2023, aarch64, standard 4.0",
          ),
        ],
      },
    ],
  },
  {
    platform: "UBUNTU",
    languages: [
      {
        language: "BASE",
        images: [
          image("aws/codebuild/standard:7.0", "AWS CodeBuild - Ubuntu 22.04, standard 7.0"),
          image("aws/codebuild/standard:8.0", "AWS CodeBuild - Ubuntu 24.04, standard 8.0"),
        ],
      },
    ],
  },
];

function image(name: string, description: string): EnvironmentImage {
  return { name, description, versions: [name] };
}
