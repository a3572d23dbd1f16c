// Generated from model/ by codegen (npm run codegen). Do not edit.

export interface DeleteParameterRequest {
  Name: string;
}

export type DeleteParameterResult = Record<string, never>;

export interface DeleteParametersRequest {
  Names: readonly string[];
}

export interface DeleteParametersResult {
  DeletedParameters?: readonly string[] | undefined;
  InvalidParameters?: readonly string[] | undefined;
}

export interface DescribeParametersRequest {
  Filters?: readonly ParametersFilter[] | undefined;
  ParameterFilters?: readonly ParameterStringFilter[] | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  Shared?: boolean | undefined;
}

export interface DescribeParametersResult {
  Parameters?: readonly ParameterMetadata[] | undefined;
  NextToken?: string | undefined;
}

export interface GetParameterRequest {
  Name: string;
  WithDecryption?: boolean | undefined;
}

export interface GetParameterResult {
  Parameter?: Parameter | undefined;
}

export interface GetParametersByPathRequest {
  Path: string;
  Recursive?: boolean | undefined;
  ParameterFilters?: readonly ParameterStringFilter[] | undefined;
  WithDecryption?: boolean | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface GetParametersByPathResult {
  Parameters?: readonly Parameter[] | undefined;
  NextToken?: string | undefined;
}

export interface GetParametersRequest {
  Names: readonly string[];
  WithDecryption?: boolean | undefined;
}

export interface GetParametersResult {
  Parameters?: readonly Parameter[] | undefined;
  InvalidParameters?: readonly string[] | undefined;
}

export interface Parameter {
  Name?: string | undefined;
  Type?: ParameterType | undefined;
  Value?: string | undefined;
  Version?: number | undefined;
  Selector?: string | undefined;
  SourceResult?: string | undefined;
  LastModifiedDate?: Date | undefined;
  ARN?: string | undefined;
  DataType?: string | undefined;
}

export interface ParameterInlinePolicy {
  PolicyText?: string | undefined;
  PolicyType?: string | undefined;
  PolicyStatus?: string | undefined;
}

export interface ParameterMetadata {
  Name?: string | undefined;
  ARN?: string | undefined;
  Type?: ParameterType | undefined;
  KeyId?: string | undefined;
  LastModifiedDate?: Date | undefined;
  LastModifiedUser?: string | undefined;
  Description?: string | undefined;
  AllowedPattern?: string | undefined;
  Version?: number | undefined;
  Tier?: ParameterTier | undefined;
  Policies?: readonly ParameterInlinePolicy[] | undefined;
  DataType?: string | undefined;
}

export interface ParameterStringFilter {
  Key: string;
  Option?: string | undefined;
  Values?: readonly string[] | undefined;
}

export const ParameterTierValues = ["Standard", "Advanced", "Intelligent-Tiering"] as const;
export type ParameterTier = (typeof ParameterTierValues)[number];

export const ParameterTypeValues = ["String", "StringList", "SecureString"] as const;
export type ParameterType = (typeof ParameterTypeValues)[number];

export interface ParametersFilter {
  Key: ParametersFilterKey;
  Values: readonly string[];
}

export const ParametersFilterKeyValues = ["Name", "Type", "KeyId"] as const;
export type ParametersFilterKey = (typeof ParametersFilterKeyValues)[number];

export interface PutParameterRequest {
  Name: string;
  Description?: string | undefined;
  Value: string;
  Type?: ParameterType | undefined;
  KeyId?: string | undefined;
  Overwrite?: boolean | undefined;
  AllowedPattern?: string | undefined;
  Tags?: readonly Tag[] | undefined;
  Tier?: ParameterTier | undefined;
  Policies?: string | undefined;
  DataType?: string | undefined;
}

export interface PutParameterResult {
  Version?: number | undefined;
  Tier?: ParameterTier | undefined;
}

export interface Tag {
  Key: string;
  Value: string;
}

/** Every structure and union by its name. */
export interface Structures {
  DeleteParameterRequest: DeleteParameterRequest;
  DeleteParameterResult: DeleteParameterResult;
  DeleteParametersRequest: DeleteParametersRequest;
  DeleteParametersResult: DeleteParametersResult;
  DescribeParametersRequest: DescribeParametersRequest;
  DescribeParametersResult: DescribeParametersResult;
  GetParameterRequest: GetParameterRequest;
  GetParameterResult: GetParameterResult;
  GetParametersByPathRequest: GetParametersByPathRequest;
  GetParametersByPathResult: GetParametersByPathResult;
  GetParametersRequest: GetParametersRequest;
  GetParametersResult: GetParametersResult;
  Parameter: Parameter;
  ParameterInlinePolicy: ParameterInlinePolicy;
  ParameterMetadata: ParameterMetadata;
  ParameterStringFilter: ParameterStringFilter;
  ParametersFilter: ParametersFilter;
  PutParameterRequest: PutParameterRequest;
  PutParameterResult: PutParameterResult;
  Tag: Tag;
}
