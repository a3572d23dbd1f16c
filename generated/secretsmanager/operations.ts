// Generated from model/ by codegen (npm run codegen). Do not edit.
import type { NotImplemented } from "../../src/protocol/not-implemented.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import type * as types from "./types.ts";

export interface Operations {
  CreateSecret: Operation<types.CreateSecretRequest, types.CreateSecretResponse>;
  DeleteSecret: Operation<types.DeleteSecretRequest, types.DeleteSecretResponse>;
  DescribeSecret: Operation<types.DescribeSecretRequest, types.DescribeSecretResponse>;
  GetSecretValue: Operation<types.GetSecretValueRequest, types.GetSecretValueResponse>;
  ListSecrets: Operation<types.ListSecretsRequest, types.ListSecretsResponse>;
  PutSecretValue: Operation<types.PutSecretValueRequest, types.PutSecretValueResponse>;
  RestoreSecret: Operation<types.RestoreSecretRequest, types.RestoreSecretResponse>;
  UpdateSecret: Operation<types.UpdateSecretRequest, types.UpdateSecretResponse>;
}

/** Total: an operation that is neither implemented nor marked is a type error. */
export type Handlers = { readonly [Name in keyof Operations]: Operations[Name] | NotImplemented };
