import type { ValidatorError } from "./validator.ts";

/** More violations than anybody reads: a hostile input could have millions, each to be kept. */
const most = 100;

/** Appends to a list of errors, up to a limit; compiled validators call it. */
export function addErrors(errors: ValidatorError[] | null, more: readonly ValidatorError[]): ValidatorError[] {
  const list = errors ?? [];
  for (const error of more) {
    if (list.length === most) break;
    list.push(error);
  }
  return list;
}
