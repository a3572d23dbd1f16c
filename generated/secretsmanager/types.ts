// Generated from model/ by codegen (npm run codegen). Do not edit.

export interface CreateSecretRequest {
  Name: string;
  ClientRequestToken?: string | undefined;
  Description?: string | undefined;
  KmsKeyId?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  SecretString?: string | undefined;
  Tags?: readonly Tag[] | undefined;
  AddReplicaRegions?: readonly ReplicaRegionType[] | undefined;
  ForceOverwriteReplicaSecret?: boolean | undefined;
  Type?: string | undefined;
  CrossAccountPrimaryARN?: string | undefined;
}

export interface CreateSecretResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
  VersionId?: string | undefined;
  ReplicationStatus?: readonly ReplicationStatusType[] | undefined;
}

export interface CrossAccountPrimaryType {
  PrimarySecretARN?: string | undefined;
  ReplicationStatus?: StatusType | undefined;
  StatusMessage?: string | undefined;
}

export interface CrossAccountReplicaEntry {
  ReplicaSecretARN?: string | undefined;
  ReplicationRoleARN?: string | undefined;
  ReplicationStatus?: StatusType | undefined;
  StatusMessage?: string | undefined;
}

export interface DeleteSecretRequest {
  SecretId: string;
  RecoveryWindowInDays?: number | undefined;
  ForceDeleteWithoutRecovery?: boolean | undefined;
}

export interface DeleteSecretResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
  DeletionDate?: Date | undefined;
}

export interface DescribeSecretRequest {
  SecretId: string;
}

export interface DescribeSecretResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
  Type?: string | undefined;
  Description?: string | undefined;
  KmsKeyId?: string | undefined;
  RotationEnabled?: boolean | undefined;
  RotationLambdaARN?: string | undefined;
  RotationRules?: RotationRulesType | undefined;
  ExternalSecretRotationMetadata?: readonly ExternalSecretRotationMetadataItem[] | undefined;
  ExternalSecretRotationRoleArn?: string | undefined;
  LastRotatedDate?: Date | undefined;
  LastChangedDate?: Date | undefined;
  LastAccessedDate?: Date | undefined;
  DeletedDate?: Date | undefined;
  NextRotationDate?: Date | undefined;
  Tags?: readonly Tag[] | undefined;
  VersionIdsToStages?: { readonly [key: string]: readonly string[] } | undefined;
  OwningService?: string | undefined;
  CreatedDate?: Date | undefined;
  PrimaryRegion?: string | undefined;
  ReplicationStatus?: readonly ReplicationStatusType[] | undefined;
  CrossAccountPrimary?: CrossAccountPrimaryType | undefined;
  CrossAccountReplicas?: readonly CrossAccountReplicaEntry[] | undefined;
}

export interface ExternalSecretRotationMetadataItem {
  Key?: string | undefined;
  Value?: string | undefined;
}

export interface Filter {
  Key?: FilterNameStringType | undefined;
  Values?: readonly string[] | undefined;
}

export const FilterNameStringTypeValues = ["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"] as const;
export type FilterNameStringType = (typeof FilterNameStringTypeValues)[number];

export interface GetSecretValueRequest {
  SecretId: string;
  VersionId?: string | undefined;
  VersionStage?: string | undefined;
}

export interface GetSecretValueResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
  VersionId?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  SecretString?: string | undefined;
  VersionStages?: readonly string[] | undefined;
  CreatedDate?: Date | undefined;
}

export interface ListSecretsRequest {
  IncludePlannedDeletion?: boolean | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  Filters?: readonly Filter[] | undefined;
  SortOrder?: SortOrderType | undefined;
  SortBy?: SortByType | undefined;
}

export interface ListSecretsResponse {
  SecretList?: readonly SecretListEntry[] | undefined;
  NextToken?: string | undefined;
}

export interface PutSecretValueRequest {
  SecretId: string;
  ClientRequestToken?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  SecretString?: string | undefined;
  VersionStages?: readonly string[] | undefined;
  RotationToken?: string | undefined;
}

export interface PutSecretValueResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
  VersionId?: string | undefined;
  VersionStages?: readonly string[] | undefined;
}

export interface ReplicaRegionType {
  Region?: string | undefined;
  KmsKeyId?: string | undefined;
}

export interface ReplicationStatusType {
  Region?: string | undefined;
  KmsKeyId?: string | undefined;
  Status?: StatusType | undefined;
  StatusMessage?: string | undefined;
  LastAccessedDate?: Date | undefined;
}

export interface RestoreSecretRequest {
  SecretId: string;
}

export interface RestoreSecretResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
}

export interface RotationRulesType {
  AutomaticallyAfterDays?: number | undefined;
  Duration?: string | undefined;
  ScheduleExpression?: string | undefined;
}

export interface SecretListEntry {
  ARN?: string | undefined;
  Name?: string | undefined;
  Type?: string | undefined;
  Description?: string | undefined;
  KmsKeyId?: string | undefined;
  RotationEnabled?: boolean | undefined;
  RotationLambdaARN?: string | undefined;
  RotationRules?: RotationRulesType | undefined;
  ExternalSecretRotationMetadata?: readonly ExternalSecretRotationMetadataItem[] | undefined;
  ExternalSecretRotationRoleArn?: string | undefined;
  LastRotatedDate?: Date | undefined;
  LastChangedDate?: Date | undefined;
  LastAccessedDate?: Date | undefined;
  DeletedDate?: Date | undefined;
  NextRotationDate?: Date | undefined;
  Tags?: readonly Tag[] | undefined;
  SecretVersionsToStages?: { readonly [key: string]: readonly string[] } | undefined;
  OwningService?: string | undefined;
  CreatedDate?: Date | undefined;
  PrimaryRegion?: string | undefined;
}

export const SortByTypeValues = ["created-date", "last-accessed-date", "last-changed-date", "name"] as const;
export type SortByType = (typeof SortByTypeValues)[number];

export const SortOrderTypeValues = ["asc", "desc"] as const;
export type SortOrderType = (typeof SortOrderTypeValues)[number];

export const StatusTypeValues = ["InSync", "Failed", "InProgress", "Pending", "Detached"] as const;
export type StatusType = (typeof StatusTypeValues)[number];

export interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

export interface UpdateSecretRequest {
  SecretId: string;
  ClientRequestToken?: string | undefined;
  Description?: string | undefined;
  KmsKeyId?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  SecretString?: string | undefined;
  Type?: string | undefined;
}

export interface UpdateSecretResponse {
  ARN?: string | undefined;
  Name?: string | undefined;
  VersionId?: string | undefined;
}

/** Every structure and union by its name. */
export interface Structures {
  CreateSecretRequest: CreateSecretRequest;
  CreateSecretResponse: CreateSecretResponse;
  CrossAccountPrimaryType: CrossAccountPrimaryType;
  CrossAccountReplicaEntry: CrossAccountReplicaEntry;
  DeleteSecretRequest: DeleteSecretRequest;
  DeleteSecretResponse: DeleteSecretResponse;
  DescribeSecretRequest: DescribeSecretRequest;
  DescribeSecretResponse: DescribeSecretResponse;
  ExternalSecretRotationMetadataItem: ExternalSecretRotationMetadataItem;
  Filter: Filter;
  GetSecretValueRequest: GetSecretValueRequest;
  GetSecretValueResponse: GetSecretValueResponse;
  ListSecretsRequest: ListSecretsRequest;
  ListSecretsResponse: ListSecretsResponse;
  PutSecretValueRequest: PutSecretValueRequest;
  PutSecretValueResponse: PutSecretValueResponse;
  ReplicaRegionType: ReplicaRegionType;
  ReplicationStatusType: ReplicationStatusType;
  RestoreSecretRequest: RestoreSecretRequest;
  RestoreSecretResponse: RestoreSecretResponse;
  RotationRulesType: RotationRulesType;
  SecretListEntry: SecretListEntry;
  Tag: Tag;
  UpdateSecretRequest: UpdateSecretRequest;
  UpdateSecretResponse: UpdateSecretResponse;
}
