// Generated from model/ by codegen (npm run codegen). Do not edit.

export interface CreateLogGroupRequest {
  logGroupName: string;
  kmsKeyId?: string | undefined;
  tags?: { readonly [key: string]: string } | undefined;
  logGroupClass?: LogGroupClass | undefined;
  deletionProtectionEnabled?: boolean | undefined;
}

export interface CreateLogStreamRequest {
  logGroupName: string;
  logStreamName: string;
}

export const DataProtectionStatusValues = ["ACTIVATED", "DELETED", "ARCHIVED", "DISABLED"] as const;
export type DataProtectionStatus = (typeof DataProtectionStatusValues)[number];

export interface DeleteLogGroupRequest {
  logGroupName: string;
}

export interface DeleteLogStreamRequest {
  logGroupName: string;
  logStreamName: string;
}

export interface DescribeLogGroupsRequest {
  accountIdentifiers?: readonly string[] | undefined;
  logGroupNamePrefix?: string | undefined;
  logGroupNamePattern?: string | undefined;
  nextToken?: string | undefined;
  limit?: number | undefined;
  includeLinkedAccounts?: boolean | undefined;
  logGroupClass?: LogGroupClass | undefined;
  logGroupIdentifiers?: readonly string[] | undefined;
}

export interface DescribeLogGroupsResponse {
  logGroups?: readonly LogGroup[] | undefined;
  nextToken?: string | undefined;
}

export interface DescribeLogStreamsRequest {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
  logStreamNamePrefix?: string | undefined;
  orderBy?: OrderBy | undefined;
  descending?: boolean | undefined;
  nextToken?: string | undefined;
  limit?: number | undefined;
}

export interface DescribeLogStreamsResponse {
  logStreams?: readonly LogStream[] | undefined;
  nextToken?: string | undefined;
}

export interface Entity {
  keyAttributes?: { readonly [key: string]: string } | undefined;
  attributes?: { readonly [key: string]: string } | undefined;
}

export const EntityRejectionErrorTypeValues = ["InvalidEntity", "InvalidTypeValue", "InvalidKeyAttributes", "InvalidAttributes", "EntitySizeTooLarge", "UnsupportedLogGroupType", "MissingRequiredFields"] as const;
export type EntityRejectionErrorType = (typeof EntityRejectionErrorTypeValues)[number];

export interface FilterLogEventsRequest {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
  logStreamNames?: readonly string[] | undefined;
  logStreamNamePrefix?: string | undefined;
  startTime?: number | undefined;
  endTime?: number | undefined;
  filterPattern?: string | undefined;
  nextToken?: string | undefined;
  limit?: number | undefined;
  startFromHead?: boolean | undefined;
  interleaved?: boolean | undefined;
  unmask?: boolean | undefined;
}

export interface FilterLogEventsResponse {
  events?: readonly FilteredLogEvent[] | undefined;
  searchedLogStreams?: readonly SearchedLogStream[] | undefined;
  nextToken?: string | undefined;
}

export interface FilteredLogEvent {
  logStreamName?: string | undefined;
  timestamp?: number | undefined;
  message?: string | undefined;
  ingestionTime?: number | undefined;
  eventId?: string | undefined;
}

export interface GetLogEventsRequest {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
  logStreamName: string;
  startTime?: number | undefined;
  endTime?: number | undefined;
  nextToken?: string | undefined;
  limit?: number | undefined;
  startFromHead?: boolean | undefined;
  unmask?: boolean | undefined;
}

export interface GetLogEventsResponse {
  events?: readonly OutputLogEvent[] | undefined;
  nextForwardToken?: string | undefined;
  nextBackwardToken?: string | undefined;
}

export const InheritedPropertyValues = ["ACCOUNT_DATA_PROTECTION"] as const;
export type InheritedProperty = (typeof InheritedPropertyValues)[number];

export interface InputLogEvent {
  timestamp: number;
  message: string;
}

export interface LogGroup {
  logGroupName?: string | undefined;
  creationTime?: number | undefined;
  retentionInDays?: number | undefined;
  metricFilterCount?: number | undefined;
  arn?: string | undefined;
  storedBytes?: number | undefined;
  kmsKeyId?: string | undefined;
  dataProtectionStatus?: DataProtectionStatus | undefined;
  inheritedProperties?: readonly InheritedProperty[] | undefined;
  logGroupClass?: LogGroupClass | undefined;
  logGroupArn?: string | undefined;
  deletionProtectionEnabled?: boolean | undefined;
  bearerTokenAuthenticationEnabled?: boolean | undefined;
  retentionPolicyName?: string | undefined;
}

export const LogGroupClassValues = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"] as const;
export type LogGroupClass = (typeof LogGroupClassValues)[number];

export interface LogStream {
  logStreamName?: string | undefined;
  creationTime?: number | undefined;
  firstEventTimestamp?: number | undefined;
  lastEventTimestamp?: number | undefined;
  lastIngestionTime?: number | undefined;
  uploadSequenceToken?: string | undefined;
  arn?: string | undefined;
  storedBytes?: number | undefined;
}

export const OrderByValues = ["LogStreamName", "LastEventTime"] as const;
export type OrderBy = (typeof OrderByValues)[number];

export interface OutputLogEvent {
  timestamp?: number | undefined;
  message?: string | undefined;
  ingestionTime?: number | undefined;
}

export interface PutLogEventsRequest {
  logGroupName: string;
  logStreamName: string;
  logEvents: readonly InputLogEvent[];
  sequenceToken?: string | undefined;
  entity?: Entity | undefined;
}

export interface PutLogEventsResponse {
  nextSequenceToken?: string | undefined;
  rejectedLogEventsInfo?: RejectedLogEventsInfo | undefined;
  rejectedEntityInfo?: RejectedEntityInfo | undefined;
}

export interface PutRetentionPolicyRequest {
  logGroupName: string;
  retentionInDays: number;
}

export interface RejectedEntityInfo {
  errorType: EntityRejectionErrorType;
}

export interface RejectedLogEventsInfo {
  tooNewLogEventStartIndex?: number | undefined;
  tooOldLogEventEndIndex?: number | undefined;
  expiredLogEventEndIndex?: number | undefined;
}

export interface SearchedLogStream {
  logStreamName?: string | undefined;
  searchedCompletely?: boolean | undefined;
}

/** Every structure and union by its name. */
export interface Structures {
  CreateLogGroupRequest: CreateLogGroupRequest;
  CreateLogStreamRequest: CreateLogStreamRequest;
  DeleteLogGroupRequest: DeleteLogGroupRequest;
  DeleteLogStreamRequest: DeleteLogStreamRequest;
  DescribeLogGroupsRequest: DescribeLogGroupsRequest;
  DescribeLogGroupsResponse: DescribeLogGroupsResponse;
  DescribeLogStreamsRequest: DescribeLogStreamsRequest;
  DescribeLogStreamsResponse: DescribeLogStreamsResponse;
  Entity: Entity;
  FilterLogEventsRequest: FilterLogEventsRequest;
  FilterLogEventsResponse: FilterLogEventsResponse;
  FilteredLogEvent: FilteredLogEvent;
  GetLogEventsRequest: GetLogEventsRequest;
  GetLogEventsResponse: GetLogEventsResponse;
  InputLogEvent: InputLogEvent;
  LogGroup: LogGroup;
  LogStream: LogStream;
  OutputLogEvent: OutputLogEvent;
  PutLogEventsRequest: PutLogEventsRequest;
  PutLogEventsResponse: PutLogEventsResponse;
  PutRetentionPolicyRequest: PutRetentionPolicyRequest;
  RejectedEntityInfo: RejectedEntityInfo;
  RejectedLogEventsInfo: RejectedLogEventsInfo;
  SearchedLogStream: SearchedLogStream;
}
