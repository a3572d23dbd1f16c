// Generated from model/ by codegen (npm run codegen). Do not edit.
import type { Validators } from "../../src/protocol/constraints/validator.ts";

export declare const validators: Validators;
