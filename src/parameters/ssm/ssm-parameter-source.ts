import type { Parameter, SSMClient } from "@aws-sdk/client-ssm";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { ParameterScope, ParameterSource } from "../parameter-source.ts";

/** The most names of one GetParameters. */
const BATCH = 10;

/** AWS's code for phase contexts of parameters that can't be had. */
const CODE = "Decrypted Variables Error";

/** @param deps.client a client of whichever Parameter Store this endpoint uses, for one account and region */
export function createSsmParameterSource(deps: {
  readonly client: (scope: ParameterScope) => Promise<SSMClient>;
}): ParameterSource {
  return {
    async values(scope, names, signal) {
      const unique = [...new Set(names)];
      const values = new Map<string, string>();
      if (unique.length === 0) return values;
      const client = await deps.client(scope);
      const { GetParametersCommand } = await import("@aws-sdk/client-ssm");
      for (let start = 0; start < unique.length; start += BATCH) {
        const batch = unique.slice(start, start + BATCH);
        const command = new GetParametersCommand({ Names: batch, WithDecryption: true });
        const { Parameters: found = [] } = await asked(client.send(command, { abortSignal: signal }), signal);
        for (const name of batch) {
          const value = found.find((parameter) => isNamed(parameter, name))?.Value;
          if (value === undefined) throw new PhaseError(CODE, `parameter does not exist: ${name}`);
          values.set(name, value);
        }
      }
      return values;
    },
  };
}

async function asked<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new PhaseError(CODE, toAwsErrorText(error).replace(/, host id: $/, ""), { cause: error });
  }
}

function isNamed({ Name: name, ARN: arn, Selector: selector = "" }: Parameter, asked: string): boolean {
  return asked === `${name ?? ""}${selector}` || asked === `${arn ?? ""}${selector}`;
}
