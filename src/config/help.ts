import { OPTIONS, SERVICE_SWITCHES, type Option } from "./options.ts";

/** What `codebuild-local --help` prints. */
export function toHelp(version: string): string {
  const rows = Object.values<Option>(OPTIONS).map((option) => {
    const flag = `--${option.flag}${option.value === undefined ? "" : ` ${option.value}`}`;
    return `  ${flag.padEnd(34)} ${option.help}${option.initial === undefined ? "" : ` [${option.initial}]`}\n  ${" ".repeat(34)} ${[option.env, ...(option.alsoEnv ?? [])].join(", ")}`;
  });
  return [
    `codebuild-local ${version}: a local endpoint for AWS CodeBuild`,
    "",
    "  codebuild-local start [options]",
    "  codebuild-local --help | --version",
    "",
    "Options of start, each also an environment variable:",
    ...rows,
    "",
    "Services on the port, each true (the default) or false:",
    ...Object.entries(SERVICE_SWITCHES).map(([service, names]) => `  ${service.padEnd(14)} ${names.join(", ")}`),
    "",
  ].join("\n");
}
