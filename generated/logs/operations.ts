// Generated from model/ by codegen (npm run codegen). Do not edit.
import type { NotImplemented } from "../../src/protocol/not-implemented.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import type * as types from "./types.ts";

export interface Operations {
  CreateLogGroup: Operation<types.CreateLogGroupRequest, void>;
  CreateLogStream: Operation<types.CreateLogStreamRequest, void>;
  DeleteLogGroup: Operation<types.DeleteLogGroupRequest, void>;
  DeleteLogStream: Operation<types.DeleteLogStreamRequest, void>;
  DescribeLogGroups: Operation<types.DescribeLogGroupsRequest, types.DescribeLogGroupsResponse>;
  DescribeLogStreams: Operation<types.DescribeLogStreamsRequest, types.DescribeLogStreamsResponse>;
  FilterLogEvents: Operation<types.FilterLogEventsRequest, types.FilterLogEventsResponse>;
  GetLogEvents: Operation<types.GetLogEventsRequest, types.GetLogEventsResponse>;
  PutLogEvents: Operation<types.PutLogEventsRequest, types.PutLogEventsResponse>;
  PutRetentionPolicy: Operation<types.PutRetentionPolicyRequest, void>;
}

/** Total: an operation that is neither implemented nor marked is a type error. */
export type Handlers = { readonly [Name in keyof Operations]: Operations[Name] | NotImplemented };
