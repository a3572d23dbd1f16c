import { isEmpty } from "./project-settings.ts";
import type { StartSettings } from "./start-settings.ts";

/** Something that CodeBuild takes and codebuild-local does not. */
export interface RefusedSetting {
  /** The setting, with its value where only that one is refused. */
  readonly what: string;
  /** Why, and what to take instead where something comes near. */
  readonly why: string;
}

type Rule = (settings: StartSettings) => RefusedSetting | undefined;

/**
 * Everything that is refused although AWS takes it, in one list: nothing is accepted and then skipped. Most of it is for good, as
 * a container engine on one's own machine hasn't got it. Values that ask for nothing (`{}`, "") pass.
 */
const RULES: readonly Rule[] = [
  ({ environment }) => environment && environmentType(environment.type),
  ({ environment }) => environment && computeType(environment.computeType),
  ({ environment }) => (environment?.dockerServer === undefined ? undefined : DOCKER_SERVER),
  ({ environment }) => (isEmpty(environment?.fleet) ? undefined : toMissingFleet(environment?.fleet?.fleetArn ?? "")),
];

/** The first setting that is refused; `undefined` when all are taken. */
export function findRefused(settings: StartSettings): RefusedSetting | undefined {
  for (const rule of RULES) {
    const found = rule(settings);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** As `findRefused`, in the words of the refusal. */
export function refusalProblem(settings: StartSettings): string | undefined {
  const found = findRefused(settings);
  return found && `${found.what} is refused by codebuild-local: ${found.why}`;
}

const DOCKER_SERVER: RefusedSetting = {
  what: "environment.dockerServer",
  why: "it is a machine of its own beside the build. With privilegedMode the image's own Docker engine runs within the build",
};

/** There are none, as long as they can't be created. */
function toMissingFleet(arn: string): RefusedSetting {
  return { what: `environment.fleet ${arn}`, why: "there is no such fleet, as fleets can't be created here yet" };
}

function environmentType(type: string): RefusedSetting | undefined {
  const why = whyNoEnvironment(type);
  return why === undefined ? undefined : { what: `Environment type ${type}`, why };
}

function whyNoEnvironment(type: string): string | undefined {
  if (type.startsWith("WINDOWS")) return "builds run in Linux containers";
  if (type.startsWith("MAC")) return "it is a Mac of a reserved fleet, and builds run in Linux containers";
  const container = type.startsWith("ARM") ? "ARM_CONTAINER" : "LINUX_CONTAINER";
  if (type.endsWith("_LAMBDA_CONTAINER")) return `its builds run in functions of AWS Lambda. Use ${container}`;
  if (type.endsWith("_EC2")) return `its builds run on EC2 instances, in no container. Use ${container}`;
  return undefined;
}

function computeType(type: string): RefusedSetting | undefined {
  const what = `Compute type ${type}`;
  if (type.startsWith("BUILD_LAMBDA_")) return { what, why: "it is of AWS Lambda. Use one of BUILD_GENERAL1" };
  if (type === "CUSTOM_INSTANCE_TYPE") {
    return { what, why: "there are no EC2 instances. Use ATTRIBUTE_BASED_COMPUTE with the vCpu and memory of one" };
  }
  return undefined;
}
