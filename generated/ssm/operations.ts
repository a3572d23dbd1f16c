// Generated from model/ by codegen (npm run codegen). Do not edit.
import type { NotImplemented } from "../../src/protocol/not-implemented.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import type * as types from "./types.ts";

export interface Operations {
  DeleteParameter: Operation<types.DeleteParameterRequest, types.DeleteParameterResult>;
  DeleteParameters: Operation<types.DeleteParametersRequest, types.DeleteParametersResult>;
  DescribeParameters: Operation<types.DescribeParametersRequest, types.DescribeParametersResult>;
  GetParameter: Operation<types.GetParameterRequest, types.GetParameterResult>;
  GetParameters: Operation<types.GetParametersRequest, types.GetParametersResult>;
  GetParametersByPath: Operation<types.GetParametersByPathRequest, types.GetParametersByPathResult>;
  PutParameter: Operation<types.PutParameterRequest, types.PutParameterResult>;
}

/** Total: an operation that is neither implemented nor marked is a type error. */
export type Handlers = { readonly [Name in keyof Operations]: Operations[Name] | NotImplemented };
