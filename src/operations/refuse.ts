import { InvalidInputException } from "../../generated/codebuild/errors.ts";

/** Throws InvalidInputException where a rule found a problem. */
export function requireNoProblem(problem: string | undefined): void {
  if (problem !== undefined) throw new InvalidInputException(problem);
}
