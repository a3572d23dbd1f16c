// Generated from model/ by codegen (npm run codegen). Do not edit.

export const ArtifactNamespaceValues = ["NONE", "BUILD_ID"] as const;
export type ArtifactNamespace = (typeof ArtifactNamespaceValues)[number];

export const ArtifactPackagingValues = ["NONE", "ZIP"] as const;
export type ArtifactPackaging = (typeof ArtifactPackagingValues)[number];

export const ArtifactsTypeValues = ["CODEPIPELINE", "S3", "NO_ARTIFACTS"] as const;
export type ArtifactsType = (typeof ArtifactsTypeValues)[number];

export const AuthTypeValues = ["OAUTH", "BASIC_AUTH", "PERSONAL_ACCESS_TOKEN", "CODECONNECTIONS", "SECRETS_MANAGER"] as const;
export type AuthType = (typeof AuthTypeValues)[number];

export interface AutoRetryConfig {
  autoRetryLimit?: number | undefined;
  autoRetryNumber?: number | undefined;
  nextAutoRetry?: string | undefined;
  previousAutoRetry?: string | undefined;
}

export interface BatchDeleteBuildsInput {
  ids: readonly string[];
}

export interface BatchDeleteBuildsOutput {
  buildsDeleted?: readonly string[] | undefined;
  buildsNotDeleted?: readonly BuildNotDeleted[] | undefined;
}

export interface BatchGetBuildBatchesInput {
  ids: readonly string[];
}

export interface BatchGetBuildBatchesOutput {
  buildBatches?: readonly BuildBatch[] | undefined;
  buildBatchesNotFound?: readonly string[] | undefined;
}

export interface BatchGetBuildsInput {
  ids: readonly string[];
}

export interface BatchGetBuildsOutput {
  builds?: readonly Build[] | undefined;
  buildsNotFound?: readonly string[] | undefined;
}

export interface BatchGetCommandExecutionsInput {
  sandboxId: string;
  commandExecutionIds: readonly string[];
}

export interface BatchGetCommandExecutionsOutput {
  commandExecutions?: readonly CommandExecution[] | undefined;
  commandExecutionsNotFound?: readonly string[] | undefined;
}

export interface BatchGetFleetsInput {
  names: readonly string[];
}

export interface BatchGetFleetsOutput {
  fleets?: readonly Fleet[] | undefined;
  fleetsNotFound?: readonly string[] | undefined;
}

export interface BatchGetProjectsInput {
  names: readonly string[];
}

export interface BatchGetProjectsOutput {
  projects?: readonly Project[] | undefined;
  projectsNotFound?: readonly string[] | undefined;
}

export interface BatchGetReportGroupsInput {
  reportGroupArns: readonly string[];
}

export interface BatchGetReportGroupsOutput {
  reportGroups?: readonly ReportGroup[] | undefined;
  reportGroupsNotFound?: readonly string[] | undefined;
}

export interface BatchGetReportsInput {
  reportArns: readonly string[];
}

export interface BatchGetReportsOutput {
  reports?: readonly Report[] | undefined;
  reportsNotFound?: readonly string[] | undefined;
}

export interface BatchGetSandboxesInput {
  ids: readonly string[];
}

export interface BatchGetSandboxesOutput {
  sandboxes?: readonly Sandbox[] | undefined;
  sandboxesNotFound?: readonly string[] | undefined;
}

export const BatchReportModeTypeValues = ["REPORT_INDIVIDUAL_BUILDS", "REPORT_AGGREGATED_BATCH"] as const;
export type BatchReportModeType = (typeof BatchReportModeTypeValues)[number];

export interface BatchRestrictions {
  maximumBuildsAllowed?: number | undefined;
  computeTypesAllowed?: readonly string[] | undefined;
  fleetsAllowed?: readonly string[] | undefined;
}

export const BucketOwnerAccessValues = ["NONE", "READ_ONLY", "FULL"] as const;
export type BucketOwnerAccess = (typeof BucketOwnerAccessValues)[number];

export interface Build {
  id?: string | undefined;
  arn?: string | undefined;
  buildNumber?: number | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  currentPhase?: string | undefined;
  buildStatus?: StatusType | undefined;
  sourceVersion?: string | undefined;
  resolvedSourceVersion?: string | undefined;
  projectName?: string | undefined;
  phases?: readonly BuildPhase[] | undefined;
  source?: ProjectSource | undefined;
  secondarySources?: readonly ProjectSource[] | undefined;
  secondarySourceVersions?: readonly ProjectSourceVersion[] | undefined;
  artifacts?: BuildArtifacts | undefined;
  secondaryArtifacts?: readonly BuildArtifacts[] | undefined;
  cache?: ProjectCache | undefined;
  environment?: ProjectEnvironment | undefined;
  serviceRole?: string | undefined;
  logs?: LogsLocation | undefined;
  timeoutInMinutes?: number | undefined;
  queuedTimeoutInMinutes?: number | undefined;
  buildComplete?: boolean | undefined;
  initiator?: string | undefined;
  vpcConfig?: VpcConfig | undefined;
  networkInterface?: NetworkInterface | undefined;
  encryptionKey?: string | undefined;
  exportedEnvironmentVariables?: readonly ExportedEnvironmentVariable[] | undefined;
  reportArns?: readonly string[] | undefined;
  fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
  debugSession?: DebugSession | undefined;
  buildBatchArn?: string | undefined;
  autoRetryConfig?: AutoRetryConfig | undefined;
}

export interface BuildArtifacts {
  location?: string | undefined;
  sha256sum?: string | undefined;
  md5sum?: string | undefined;
  overrideArtifactName?: boolean | undefined;
  encryptionDisabled?: boolean | undefined;
  artifactIdentifier?: string | undefined;
  bucketOwnerAccess?: BucketOwnerAccess | undefined;
}

export interface BuildBatch {
  id?: string | undefined;
  arn?: string | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  currentPhase?: string | undefined;
  buildBatchStatus?: StatusType | undefined;
  sourceVersion?: string | undefined;
  resolvedSourceVersion?: string | undefined;
  projectName?: string | undefined;
  phases?: readonly BuildBatchPhase[] | undefined;
  source?: ProjectSource | undefined;
  secondarySources?: readonly ProjectSource[] | undefined;
  secondarySourceVersions?: readonly ProjectSourceVersion[] | undefined;
  artifacts?: BuildArtifacts | undefined;
  secondaryArtifacts?: readonly BuildArtifacts[] | undefined;
  cache?: ProjectCache | undefined;
  environment?: ProjectEnvironment | undefined;
  serviceRole?: string | undefined;
  logConfig?: LogsConfig | undefined;
  buildTimeoutInMinutes?: number | undefined;
  queuedTimeoutInMinutes?: number | undefined;
  complete?: boolean | undefined;
  initiator?: string | undefined;
  vpcConfig?: VpcConfig | undefined;
  encryptionKey?: string | undefined;
  buildBatchNumber?: number | undefined;
  fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
  buildBatchConfig?: ProjectBuildBatchConfig | undefined;
  buildGroups?: readonly BuildGroup[] | undefined;
  debugSessionEnabled?: boolean | undefined;
  reportArns?: readonly string[] | undefined;
}

export interface BuildBatchFilter {
  status?: StatusType | undefined;
}

export interface BuildBatchPhase {
  phaseType?: BuildBatchPhaseType | undefined;
  phaseStatus?: StatusType | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  durationInSeconds?: number | undefined;
  contexts?: readonly PhaseContext[] | undefined;
}

export const BuildBatchPhaseTypeValues = ["SUBMITTED", "DOWNLOAD_BATCHSPEC", "IN_PROGRESS", "COMBINE_ARTIFACTS", "SUCCEEDED", "FAILED", "STOPPED"] as const;
export type BuildBatchPhaseType = (typeof BuildBatchPhaseTypeValues)[number];

export interface BuildGroup {
  identifier?: string | undefined;
  dependsOn?: readonly string[] | undefined;
  ignoreFailure?: boolean | undefined;
  currentBuildSummary?: BuildSummary | undefined;
  priorBuildSummaryList?: readonly BuildSummary[] | undefined;
}

export interface BuildNotDeleted {
  id?: string | undefined;
  statusCode?: string | undefined;
}

export interface BuildPhase {
  phaseType?: BuildPhaseType | undefined;
  phaseStatus?: StatusType | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  durationInSeconds?: number | undefined;
  contexts?: readonly PhaseContext[] | undefined;
}

export const BuildPhaseTypeValues = ["SUBMITTED", "QUEUED", "PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD", "UPLOAD_ARTIFACTS", "FINALIZING", "COMPLETED"] as const;
export type BuildPhaseType = (typeof BuildPhaseTypeValues)[number];

export interface BuildStatusConfig {
  context?: string | undefined;
  targetUrl?: string | undefined;
}

export interface BuildSummary {
  arn?: string | undefined;
  requestedOn?: Date | undefined;
  buildStatus?: StatusType | undefined;
  primaryArtifact?: ResolvedArtifact | undefined;
  secondaryArtifacts?: readonly ResolvedArtifact[] | undefined;
}

export const CacheModeValues = ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"] as const;
export type CacheMode = (typeof CacheModeValues)[number];

export const CacheTypeValues = ["NO_CACHE", "S3", "LOCAL"] as const;
export type CacheType = (typeof CacheTypeValues)[number];

export interface CloudWatchLogsConfig {
  status: LogsConfigStatusType;
  groupName?: string | undefined;
  streamName?: string | undefined;
}

export interface CodeCoverage {
  id?: string | undefined;
  reportARN?: string | undefined;
  filePath?: string | undefined;
  lineCoveragePercentage?: number | undefined;
  linesCovered?: number | undefined;
  linesMissed?: number | undefined;
  branchCoveragePercentage?: number | undefined;
  branchesCovered?: number | undefined;
  branchesMissed?: number | undefined;
  expired?: Date | undefined;
}

export interface CodeCoverageReportSummary {
  lineCoveragePercentage?: number | undefined;
  linesCovered?: number | undefined;
  linesMissed?: number | undefined;
  branchCoveragePercentage?: number | undefined;
  branchesCovered?: number | undefined;
  branchesMissed?: number | undefined;
}

export interface CommandExecution {
  id?: string | undefined;
  sandboxId?: string | undefined;
  submitTime?: Date | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  status?: string | undefined;
  command?: string | undefined;
  type?: CommandType | undefined;
  exitCode?: string | undefined;
  standardOutputContent?: string | undefined;
  standardErrContent?: string | undefined;
  logs?: LogsLocation | undefined;
  sandboxArn?: string | undefined;
}

export const CommandTypeValues = ["SHELL"] as const;
export type CommandType = (typeof CommandTypeValues)[number];

export interface ComputeConfiguration {
  vCpu?: number | undefined;
  memory?: number | undefined;
  disk?: number | undefined;
  machineType?: MachineType | undefined;
  instanceType?: string | undefined;
}

export const ComputeTypeValues = ["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_XLARGE", "BUILD_GENERAL1_2XLARGE", "BUILD_LAMBDA_1GB", "BUILD_LAMBDA_2GB", "BUILD_LAMBDA_4GB", "BUILD_LAMBDA_8GB", "BUILD_LAMBDA_10GB", "ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE"] as const;
export type ComputeType = (typeof ComputeTypeValues)[number];

export interface CreateFleetInput {
  name: string;
  baseCapacity: number;
  environmentType: EnvironmentType;
  computeType: ComputeType;
  computeConfiguration?: ComputeConfiguration | undefined;
  scalingConfiguration?: ScalingConfigurationInput | undefined;
  overflowBehavior?: FleetOverflowBehavior | undefined;
  vpcConfig?: VpcConfig | undefined;
  proxyConfiguration?: ProxyConfiguration | undefined;
  imageId?: string | undefined;
  fleetServiceRole?: string | undefined;
  tags?: readonly Tag[] | undefined;
}

export interface CreateFleetOutput {
  fleet?: Fleet | undefined;
}

export interface CreateProjectInput {
  name: string;
  description?: string | undefined;
  source: ProjectSource;
  secondarySources?: readonly ProjectSource[] | undefined;
  sourceVersion?: string | undefined;
  secondarySourceVersions?: readonly ProjectSourceVersion[] | undefined;
  artifacts: ProjectArtifacts;
  secondaryArtifacts?: readonly ProjectArtifacts[] | undefined;
  cache?: ProjectCache | undefined;
  environment: ProjectEnvironment;
  serviceRole: string;
  timeoutInMinutes?: number | undefined;
  queuedTimeoutInMinutes?: number | undefined;
  encryptionKey?: string | undefined;
  tags?: readonly Tag[] | undefined;
  vpcConfig?: VpcConfig | undefined;
  badgeEnabled?: boolean | undefined;
  logsConfig?: LogsConfig | undefined;
  fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
  buildBatchConfig?: ProjectBuildBatchConfig | undefined;
  concurrentBuildLimit?: number | undefined;
  autoRetryLimit?: number | undefined;
}

export interface CreateProjectOutput {
  project?: Project | undefined;
}

export interface CreateReportGroupInput {
  name: string;
  type: ReportType;
  exportConfig: ReportExportConfig;
  tags?: readonly Tag[] | undefined;
}

export interface CreateReportGroupOutput {
  reportGroup?: ReportGroup | undefined;
}

export interface CreateWebhookInput {
  projectName: string;
  branchFilter?: string | undefined;
  filterGroups?: readonly (readonly WebhookFilter[])[] | undefined;
  buildType?: WebhookBuildType | undefined;
  manualCreation?: boolean | undefined;
  scopeConfiguration?: ScopeConfiguration | undefined;
  pullRequestBuildPolicy?: PullRequestBuildPolicy | undefined;
}

export interface CreateWebhookOutput {
  webhook?: Webhook | undefined;
}

export const CredentialProviderTypeValues = ["SECRETS_MANAGER"] as const;
export type CredentialProviderType = (typeof CredentialProviderTypeValues)[number];

export interface DebugSession {
  sessionEnabled?: boolean | undefined;
  sessionTarget?: string | undefined;
}

export interface DeleteBuildBatchInput {
  id: string;
}

export interface DeleteBuildBatchOutput {
  statusCode?: string | undefined;
  buildsDeleted?: readonly string[] | undefined;
  buildsNotDeleted?: readonly BuildNotDeleted[] | undefined;
}

export interface DeleteFleetInput {
  arn: string;
}

export type DeleteFleetOutput = Record<string, never>;

export interface DeleteProjectInput {
  name: string;
}

export type DeleteProjectOutput = Record<string, never>;

export interface DeleteReportGroupInput {
  arn: string;
  deleteReports?: boolean | undefined;
}

export type DeleteReportGroupOutput = Record<string, never>;

export interface DeleteReportInput {
  arn: string;
}

export type DeleteReportOutput = Record<string, never>;

export interface DeleteResourcePolicyInput {
  resourceArn: string;
}

export type DeleteResourcePolicyOutput = Record<string, never>;

export interface DeleteSourceCredentialsInput {
  arn: string;
}

export interface DeleteSourceCredentialsOutput {
  arn?: string | undefined;
}

export interface DeleteWebhookInput {
  projectName: string;
}

export type DeleteWebhookOutput = Record<string, never>;

export interface DescribeCodeCoveragesInput {
  reportArn: string;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  sortBy?: ReportCodeCoverageSortByType | undefined;
  minLineCoveragePercentage?: number | undefined;
  maxLineCoveragePercentage?: number | undefined;
}

export interface DescribeCodeCoveragesOutput {
  nextToken?: string | undefined;
  codeCoverages?: readonly CodeCoverage[] | undefined;
}

export interface DescribeTestCasesInput {
  reportArn: string;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
  filter?: TestCaseFilter | undefined;
}

export interface DescribeTestCasesOutput {
  nextToken?: string | undefined;
  testCases?: readonly TestCase[] | undefined;
}

export interface DockerServer {
  computeType: ComputeType;
  securityGroupIds?: readonly string[] | undefined;
  status?: DockerServerStatus | undefined;
}

export interface DockerServerStatus {
  status?: string | undefined;
  message?: string | undefined;
}

export interface EnvironmentImage {
  name?: string | undefined;
  description?: string | undefined;
  versions?: readonly string[] | undefined;
}

export interface EnvironmentLanguage {
  language?: LanguageType | undefined;
  images?: readonly EnvironmentImage[] | undefined;
}

export interface EnvironmentPlatform {
  platform?: PlatformType | undefined;
  languages?: readonly EnvironmentLanguage[] | undefined;
}

export const EnvironmentTypeValues = ["WINDOWS_CONTAINER", "LINUX_CONTAINER", "LINUX_GPU_CONTAINER", "ARM_CONTAINER", "WINDOWS_SERVER_2019_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER", "LINUX_LAMBDA_CONTAINER", "ARM_LAMBDA_CONTAINER", "LINUX_EC2", "ARM_EC2", "WINDOWS_EC2", "MAC_ARM"] as const;
export type EnvironmentType = (typeof EnvironmentTypeValues)[number];

export interface EnvironmentVariable {
  name: string;
  value: string;
  type?: EnvironmentVariableType | undefined;
}

export const EnvironmentVariableTypeValues = ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"] as const;
export type EnvironmentVariableType = (typeof EnvironmentVariableTypeValues)[number];

export interface ExportedEnvironmentVariable {
  name?: string | undefined;
  value?: string | undefined;
}

export const FileSystemTypeValues = ["EFS"] as const;
export type FileSystemType = (typeof FileSystemTypeValues)[number];

export interface Fleet {
  arn?: string | undefined;
  name?: string | undefined;
  id?: string | undefined;
  created?: Date | undefined;
  lastModified?: Date | undefined;
  status?: FleetStatus | undefined;
  baseCapacity?: number | undefined;
  environmentType?: EnvironmentType | undefined;
  computeType?: ComputeType | undefined;
  computeConfiguration?: ComputeConfiguration | undefined;
  scalingConfiguration?: ScalingConfigurationOutput | undefined;
  overflowBehavior?: FleetOverflowBehavior | undefined;
  vpcConfig?: VpcConfig | undefined;
  proxyConfiguration?: ProxyConfiguration | undefined;
  imageId?: string | undefined;
  fleetServiceRole?: string | undefined;
  tags?: readonly Tag[] | undefined;
}

export const FleetContextCodeValues = ["CREATE_FAILED", "UPDATE_FAILED", "ACTION_REQUIRED", "PENDING_DELETION", "INSUFFICIENT_CAPACITY"] as const;
export type FleetContextCode = (typeof FleetContextCodeValues)[number];

export const FleetOverflowBehaviorValues = ["QUEUE", "ON_DEMAND"] as const;
export type FleetOverflowBehavior = (typeof FleetOverflowBehaviorValues)[number];

export interface FleetProxyRule {
  type: FleetProxyRuleType;
  effect: FleetProxyRuleEffectType;
  entities: readonly string[];
}

export const FleetProxyRuleBehaviorValues = ["ALLOW_ALL", "DENY_ALL"] as const;
export type FleetProxyRuleBehavior = (typeof FleetProxyRuleBehaviorValues)[number];

export const FleetProxyRuleEffectTypeValues = ["ALLOW", "DENY"] as const;
export type FleetProxyRuleEffectType = (typeof FleetProxyRuleEffectTypeValues)[number];

export const FleetProxyRuleTypeValues = ["DOMAIN", "IP"] as const;
export type FleetProxyRuleType = (typeof FleetProxyRuleTypeValues)[number];

export const FleetScalingMetricTypeValues = ["FLEET_UTILIZATION_RATE"] as const;
export type FleetScalingMetricType = (typeof FleetScalingMetricTypeValues)[number];

export const FleetScalingTypeValues = ["TARGET_TRACKING_SCALING"] as const;
export type FleetScalingType = (typeof FleetScalingTypeValues)[number];

export const FleetSortByTypeValues = ["NAME", "CREATED_TIME", "LAST_MODIFIED_TIME"] as const;
export type FleetSortByType = (typeof FleetSortByTypeValues)[number];

export interface FleetStatus {
  statusCode?: FleetStatusCode | undefined;
  context?: FleetContextCode | undefined;
  message?: string | undefined;
}

export const FleetStatusCodeValues = ["CREATING", "UPDATING", "ROTATING", "PENDING_DELETION", "DELETING", "CREATE_FAILED", "UPDATE_ROLLBACK_FAILED", "ACTIVE"] as const;
export type FleetStatusCode = (typeof FleetStatusCodeValues)[number];

export interface GetReportGroupTrendInput {
  reportGroupArn: string;
  numOfReports?: number | undefined;
  trendField: ReportGroupTrendFieldType;
}

export interface GetReportGroupTrendOutput {
  stats?: ReportGroupTrendStats | undefined;
  rawData?: readonly ReportWithRawData[] | undefined;
}

export interface GetResourcePolicyInput {
  resourceArn: string;
}

export interface GetResourcePolicyOutput {
  policy?: string | undefined;
}

export interface GitSubmodulesConfig {
  fetchSubmodules: boolean;
}

export const HostKernelValues = ["LINUX_KERNEL_4", "LINUX_KERNEL_6", "LINUX_KERNEL_LATEST"] as const;
export type HostKernel = (typeof HostKernelValues)[number];

export const ImagePullCredentialsTypeValues = ["CODEBUILD", "SERVICE_ROLE"] as const;
export type ImagePullCredentialsType = (typeof ImagePullCredentialsTypeValues)[number];

export interface ImportSourceCredentialsInput {
  username?: string | undefined;
  token: string;
  serverType: ServerType;
  authType: AuthType;
  shouldOverwrite?: boolean | undefined;
}

export interface ImportSourceCredentialsOutput {
  arn?: string | undefined;
}

export interface InvalidateProjectCacheInput {
  projectName: string;
}

export type InvalidateProjectCacheOutput = Record<string, never>;

export const LanguageTypeValues = ["JAVA", "PYTHON", "NODE_JS", "RUBY", "GOLANG", "DOCKER", "ANDROID", "DOTNET", "BASE", "PHP"] as const;
export type LanguageType = (typeof LanguageTypeValues)[number];

export interface ListBuildBatchesForProjectInput {
  projectName?: string | undefined;
  filter?: BuildBatchFilter | undefined;
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildBatchesForProjectOutput {
  ids?: readonly string[] | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildBatchesInput {
  filter?: BuildBatchFilter | undefined;
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildBatchesOutput {
  ids?: readonly string[] | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildsForProjectInput {
  projectName: string;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildsForProjectOutput {
  ids?: readonly string[] | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildsInput {
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListBuildsOutput {
  ids?: readonly string[] | undefined;
  nextToken?: string | undefined;
}

export interface ListCommandExecutionsForSandboxInput {
  sandboxId: string;
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListCommandExecutionsForSandboxOutput {
  commandExecutions?: readonly CommandExecution[] | undefined;
  nextToken?: string | undefined;
}

export type ListCuratedEnvironmentImagesInput = Record<string, never>;

export interface ListCuratedEnvironmentImagesOutput {
  platforms?: readonly EnvironmentPlatform[] | undefined;
}

export interface ListFleetsInput {
  nextToken?: string | undefined;
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  sortBy?: FleetSortByType | undefined;
}

export interface ListFleetsOutput {
  nextToken?: string | undefined;
  fleets?: readonly string[] | undefined;
}

export interface ListProjectsInput {
  sortBy?: ProjectSortByType | undefined;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListProjectsOutput {
  nextToken?: string | undefined;
  projects?: readonly string[] | undefined;
}

export interface ListReportGroupsInput {
  sortOrder?: SortOrderType | undefined;
  sortBy?: ReportGroupSortByType | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListReportGroupsOutput {
  nextToken?: string | undefined;
  reportGroups?: readonly string[] | undefined;
}

export interface ListReportsForReportGroupInput {
  reportGroupArn: string;
  nextToken?: string | undefined;
  sortOrder?: SortOrderType | undefined;
  maxResults?: number | undefined;
  filter?: ReportFilter | undefined;
}

export interface ListReportsForReportGroupOutput {
  nextToken?: string | undefined;
  reports?: readonly string[] | undefined;
}

export interface ListReportsInput {
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
  filter?: ReportFilter | undefined;
}

export interface ListReportsOutput {
  nextToken?: string | undefined;
  reports?: readonly string[] | undefined;
}

export interface ListSandboxesForProjectInput {
  projectName: string;
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListSandboxesForProjectOutput {
  ids?: readonly string[] | undefined;
  nextToken?: string | undefined;
}

export interface ListSandboxesInput {
  maxResults?: number | undefined;
  sortOrder?: SortOrderType | undefined;
  nextToken?: string | undefined;
}

export interface ListSandboxesOutput {
  ids?: readonly string[] | undefined;
  nextToken?: string | undefined;
}

export interface ListSharedProjectsInput {
  sortBy?: SharedResourceSortByType | undefined;
  sortOrder?: SortOrderType | undefined;
  maxResults?: number | undefined;
  nextToken?: string | undefined;
}

export interface ListSharedProjectsOutput {
  nextToken?: string | undefined;
  projects?: readonly string[] | undefined;
}

export interface ListSharedReportGroupsInput {
  sortOrder?: SortOrderType | undefined;
  sortBy?: SharedResourceSortByType | undefined;
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListSharedReportGroupsOutput {
  nextToken?: string | undefined;
  reportGroups?: readonly string[] | undefined;
}

export type ListSourceCredentialsInput = Record<string, never>;

export interface ListSourceCredentialsOutput {
  sourceCredentialsInfos?: readonly SourceCredentialsInfo[] | undefined;
}

export interface LogsConfig {
  cloudWatchLogs?: CloudWatchLogsConfig | undefined;
  s3Logs?: S3LogsConfig | undefined;
}

export const LogsConfigStatusTypeValues = ["ENABLED", "DISABLED"] as const;
export type LogsConfigStatusType = (typeof LogsConfigStatusTypeValues)[number];

export interface LogsLocation {
  groupName?: string | undefined;
  streamName?: string | undefined;
  deepLink?: string | undefined;
  s3DeepLink?: string | undefined;
  cloudWatchLogsArn?: string | undefined;
  s3LogsArn?: string | undefined;
  cloudWatchLogs?: CloudWatchLogsConfig | undefined;
  s3Logs?: S3LogsConfig | undefined;
}

export const MachineTypeValues = ["GENERAL", "NVME"] as const;
export type MachineType = (typeof MachineTypeValues)[number];

export interface NetworkInterface {
  subnetId?: string | undefined;
  networkInterfaceId?: string | undefined;
}

export interface PhaseContext {
  statusCode?: string | undefined;
  message?: string | undefined;
}

export const PlatformTypeValues = ["DEBIAN", "AMAZON_LINUX", "UBUNTU", "WINDOWS_SERVER"] as const;
export type PlatformType = (typeof PlatformTypeValues)[number];

export interface Project {
  name?: string | undefined;
  arn?: string | undefined;
  description?: string | undefined;
  source?: ProjectSource | undefined;
  secondarySources?: readonly ProjectSource[] | undefined;
  sourceVersion?: string | undefined;
  secondarySourceVersions?: readonly ProjectSourceVersion[] | undefined;
  artifacts?: ProjectArtifacts | undefined;
  secondaryArtifacts?: readonly ProjectArtifacts[] | undefined;
  cache?: ProjectCache | undefined;
  environment?: ProjectEnvironment | undefined;
  serviceRole?: string | undefined;
  timeoutInMinutes?: number | undefined;
  queuedTimeoutInMinutes?: number | undefined;
  encryptionKey?: string | undefined;
  tags?: readonly Tag[] | undefined;
  created?: Date | undefined;
  lastModified?: Date | undefined;
  webhook?: Webhook | undefined;
  vpcConfig?: VpcConfig | undefined;
  badge?: ProjectBadge | undefined;
  logsConfig?: LogsConfig | undefined;
  fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
  buildBatchConfig?: ProjectBuildBatchConfig | undefined;
  concurrentBuildLimit?: number | undefined;
  projectVisibility?: ProjectVisibilityType | undefined;
  publicProjectAlias?: string | undefined;
  resourceAccessRole?: string | undefined;
  autoRetryLimit?: number | undefined;
}

export interface ProjectArtifacts {
  type: ArtifactsType;
  location?: string | undefined;
  path?: string | undefined;
  namespaceType?: ArtifactNamespace | undefined;
  name?: string | undefined;
  packaging?: ArtifactPackaging | undefined;
  overrideArtifactName?: boolean | undefined;
  encryptionDisabled?: boolean | undefined;
  artifactIdentifier?: string | undefined;
  bucketOwnerAccess?: BucketOwnerAccess | undefined;
}

export interface ProjectBadge {
  badgeEnabled?: boolean | undefined;
  badgeRequestUrl?: string | undefined;
}

export interface ProjectBuildBatchConfig {
  serviceRole?: string | undefined;
  combineArtifacts?: boolean | undefined;
  restrictions?: BatchRestrictions | undefined;
  timeoutInMins?: number | undefined;
  batchReportMode?: BatchReportModeType | undefined;
}

export interface ProjectCache {
  type: CacheType;
  location?: string | undefined;
  modes?: readonly CacheMode[] | undefined;
  cacheNamespace?: string | undefined;
}

export interface ProjectEnvironment {
  type: EnvironmentType;
  image: string;
  computeType: ComputeType;
  computeConfiguration?: ComputeConfiguration | undefined;
  fleet?: ProjectFleet | undefined;
  environmentVariables?: readonly EnvironmentVariable[] | undefined;
  privilegedMode?: boolean | undefined;
  certificate?: string | undefined;
  registryCredential?: RegistryCredential | undefined;
  imagePullCredentialsType?: ImagePullCredentialsType | undefined;
  dockerServer?: DockerServer | undefined;
  hostKernel?: HostKernel | undefined;
}

export interface ProjectFileSystemLocation {
  type?: FileSystemType | undefined;
  location?: string | undefined;
  mountPoint?: string | undefined;
  identifier?: string | undefined;
  mountOptions?: string | undefined;
}

export interface ProjectFleet {
  fleetArn?: string | undefined;
}

export const ProjectSortByTypeValues = ["NAME", "CREATED_TIME", "LAST_MODIFIED_TIME"] as const;
export type ProjectSortByType = (typeof ProjectSortByTypeValues)[number];

export interface ProjectSource {
  type: SourceType;
  location?: string | undefined;
  gitCloneDepth?: number | undefined;
  gitSubmodulesConfig?: GitSubmodulesConfig | undefined;
  buildspec?: string | undefined;
  auth?: SourceAuth | undefined;
  reportBuildStatus?: boolean | undefined;
  buildStatusConfig?: BuildStatusConfig | undefined;
  insecureSsl?: boolean | undefined;
  sourceIdentifier?: string | undefined;
}

export interface ProjectSourceVersion {
  sourceIdentifier: string;
  sourceVersion: string;
}

export const ProjectVisibilityTypeValues = ["PUBLIC_READ", "PRIVATE"] as const;
export type ProjectVisibilityType = (typeof ProjectVisibilityTypeValues)[number];

export interface ProxyConfiguration {
  defaultBehavior?: FleetProxyRuleBehavior | undefined;
  orderedProxyRules?: readonly FleetProxyRule[] | undefined;
}

export const PullRequestBuildApproverRoleValues = ["GITHUB_READ", "GITHUB_TRIAGE", "GITHUB_WRITE", "GITHUB_MAINTAIN", "GITHUB_ADMIN", "GITLAB_GUEST", "GITLAB_PLANNER", "GITLAB_REPORTER", "GITLAB_DEVELOPER", "GITLAB_MAINTAINER", "GITLAB_OWNER", "BITBUCKET_READ", "BITBUCKET_WRITE", "BITBUCKET_ADMIN"] as const;
export type PullRequestBuildApproverRole = (typeof PullRequestBuildApproverRoleValues)[number];

export const PullRequestBuildCommentApprovalValues = ["DISABLED", "ALL_PULL_REQUESTS", "FORK_PULL_REQUESTS"] as const;
export type PullRequestBuildCommentApproval = (typeof PullRequestBuildCommentApprovalValues)[number];

export interface PullRequestBuildPolicy {
  requiresCommentApproval: PullRequestBuildCommentApproval;
  approverRoles?: readonly PullRequestBuildApproverRole[] | undefined;
}

export interface PutResourcePolicyInput {
  policy: string;
  resourceArn: string;
}

export interface PutResourcePolicyOutput {
  resourceArn?: string | undefined;
}

export interface RegistryCredential {
  credential: string;
  credentialProvider: CredentialProviderType;
}

export interface Report {
  arn?: string | undefined;
  type?: ReportType | undefined;
  name?: string | undefined;
  reportGroupArn?: string | undefined;
  executionId?: string | undefined;
  status?: ReportStatusType | undefined;
  created?: Date | undefined;
  expired?: Date | undefined;
  exportConfig?: ReportExportConfig | undefined;
  truncated?: boolean | undefined;
  testSummary?: TestReportSummary | undefined;
  codeCoverageSummary?: CodeCoverageReportSummary | undefined;
}

export const ReportCodeCoverageSortByTypeValues = ["LINE_COVERAGE_PERCENTAGE", "FILE_PATH"] as const;
export type ReportCodeCoverageSortByType = (typeof ReportCodeCoverageSortByTypeValues)[number];

export interface ReportExportConfig {
  exportConfigType?: ReportExportConfigType | undefined;
  s3Destination?: S3ReportExportConfig | undefined;
}

export const ReportExportConfigTypeValues = ["S3", "NO_EXPORT"] as const;
export type ReportExportConfigType = (typeof ReportExportConfigTypeValues)[number];

export interface ReportFilter {
  status?: ReportStatusType | undefined;
}

export interface ReportGroup {
  arn?: string | undefined;
  name?: string | undefined;
  type?: ReportType | undefined;
  exportConfig?: ReportExportConfig | undefined;
  created?: Date | undefined;
  lastModified?: Date | undefined;
  tags?: readonly Tag[] | undefined;
  status?: ReportGroupStatusType | undefined;
}

export const ReportGroupSortByTypeValues = ["NAME", "CREATED_TIME", "LAST_MODIFIED_TIME"] as const;
export type ReportGroupSortByType = (typeof ReportGroupSortByTypeValues)[number];

export const ReportGroupStatusTypeValues = ["ACTIVE", "DELETING"] as const;
export type ReportGroupStatusType = (typeof ReportGroupStatusTypeValues)[number];

export const ReportGroupTrendFieldTypeValues = ["PASS_RATE", "DURATION", "TOTAL", "LINE_COVERAGE", "LINES_COVERED", "LINES_MISSED", "BRANCH_COVERAGE", "BRANCHES_COVERED", "BRANCHES_MISSED"] as const;
export type ReportGroupTrendFieldType = (typeof ReportGroupTrendFieldTypeValues)[number];

export interface ReportGroupTrendStats {
  average?: string | undefined;
  max?: string | undefined;
  min?: string | undefined;
}

export const ReportPackagingTypeValues = ["ZIP", "NONE"] as const;
export type ReportPackagingType = (typeof ReportPackagingTypeValues)[number];

export const ReportStatusTypeValues = ["GENERATING", "SUCCEEDED", "FAILED", "INCOMPLETE", "DELETING"] as const;
export type ReportStatusType = (typeof ReportStatusTypeValues)[number];

export const ReportTypeValues = ["TEST", "CODE_COVERAGE"] as const;
export type ReportType = (typeof ReportTypeValues)[number];

export interface ReportWithRawData {
  reportArn?: string | undefined;
  data?: string | undefined;
}

export interface ResolvedArtifact {
  type?: ArtifactsType | undefined;
  location?: string | undefined;
  identifier?: string | undefined;
}

export interface RetryBuildBatchInput {
  id?: string | undefined;
  idempotencyToken?: string | undefined;
  retryType?: RetryBuildBatchType | undefined;
}

export interface RetryBuildBatchOutput {
  buildBatch?: BuildBatch | undefined;
}

export const RetryBuildBatchTypeValues = ["RETRY_ALL_BUILDS", "RETRY_FAILED_BUILDS"] as const;
export type RetryBuildBatchType = (typeof RetryBuildBatchTypeValues)[number];

export interface RetryBuildInput {
  id?: string | undefined;
  idempotencyToken?: string | undefined;
}

export interface RetryBuildOutput {
  build?: Build | undefined;
}

export interface S3LogsConfig {
  status: LogsConfigStatusType;
  location?: string | undefined;
  encryptionDisabled?: boolean | undefined;
  bucketOwnerAccess?: BucketOwnerAccess | undefined;
}

export interface S3ReportExportConfig {
  bucket?: string | undefined;
  bucketOwner?: string | undefined;
  path?: string | undefined;
  packaging?: ReportPackagingType | undefined;
  encryptionKey?: string | undefined;
  encryptionDisabled?: boolean | undefined;
}

export interface SSMSession {
  sessionId?: string | undefined;
  tokenValue?: string | undefined;
  streamUrl?: string | undefined;
}

export interface Sandbox {
  id?: string | undefined;
  arn?: string | undefined;
  projectName?: string | undefined;
  requestTime?: Date | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  status?: string | undefined;
  source?: ProjectSource | undefined;
  sourceVersion?: string | undefined;
  secondarySources?: readonly ProjectSource[] | undefined;
  secondarySourceVersions?: readonly ProjectSourceVersion[] | undefined;
  environment?: ProjectEnvironment | undefined;
  fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
  timeoutInMinutes?: number | undefined;
  queuedTimeoutInMinutes?: number | undefined;
  vpcConfig?: VpcConfig | undefined;
  logConfig?: LogsConfig | undefined;
  encryptionKey?: string | undefined;
  serviceRole?: string | undefined;
  currentSession?: SandboxSession | undefined;
}

export interface SandboxSession {
  id?: string | undefined;
  status?: string | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  currentPhase?: string | undefined;
  phases?: readonly SandboxSessionPhase[] | undefined;
  resolvedSourceVersion?: string | undefined;
  logs?: LogsLocation | undefined;
  networkInterface?: NetworkInterface | undefined;
}

export interface SandboxSessionPhase {
  phaseType?: string | undefined;
  phaseStatus?: StatusType | undefined;
  startTime?: Date | undefined;
  endTime?: Date | undefined;
  durationInSeconds?: number | undefined;
  contexts?: readonly PhaseContext[] | undefined;
}

export interface ScalingConfigurationInput {
  scalingType?: FleetScalingType | undefined;
  targetTrackingScalingConfigs?: readonly TargetTrackingScalingConfiguration[] | undefined;
  maxCapacity?: number | undefined;
}

export interface ScalingConfigurationOutput {
  scalingType?: FleetScalingType | undefined;
  targetTrackingScalingConfigs?: readonly TargetTrackingScalingConfiguration[] | undefined;
  maxCapacity?: number | undefined;
  desiredCapacity?: number | undefined;
}

export interface ScopeConfiguration {
  name: string;
  domain?: string | undefined;
  scope: WebhookScopeType;
}

export const ServerTypeValues = ["GITHUB", "BITBUCKET", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED"] as const;
export type ServerType = (typeof ServerTypeValues)[number];

export const SharedResourceSortByTypeValues = ["ARN", "MODIFIED_TIME"] as const;
export type SharedResourceSortByType = (typeof SharedResourceSortByTypeValues)[number];

export const SortOrderTypeValues = ["ASCENDING", "DESCENDING"] as const;
export type SortOrderType = (typeof SortOrderTypeValues)[number];

export interface SourceAuth {
  type: SourceAuthType;
  resource?: string | undefined;
}

export const SourceAuthTypeValues = ["OAUTH", "CODECONNECTIONS", "SECRETS_MANAGER"] as const;
export type SourceAuthType = (typeof SourceAuthTypeValues)[number];

export interface SourceCredentialsInfo {
  arn?: string | undefined;
  serverType?: ServerType | undefined;
  authType?: AuthType | undefined;
  resource?: string | undefined;
}

export const SourceTypeValues = ["CODECOMMIT", "CODEPIPELINE", "GITHUB", "GITLAB", "GITLAB_SELF_MANAGED", "S3", "BITBUCKET", "GITHUB_ENTERPRISE", "NO_SOURCE"] as const;
export type SourceType = (typeof SourceTypeValues)[number];

export interface StartBuildBatchInput {
  projectName: string;
  secondarySourcesOverride?: readonly ProjectSource[] | undefined;
  secondarySourcesVersionOverride?: readonly ProjectSourceVersion[] | undefined;
  sourceVersion?: string | undefined;
  artifactsOverride?: ProjectArtifacts | undefined;
  secondaryArtifactsOverride?: readonly ProjectArtifacts[] | undefined;
  environmentVariablesOverride?: readonly EnvironmentVariable[] | undefined;
  sourceTypeOverride?: SourceType | undefined;
  sourceLocationOverride?: string | undefined;
  sourceAuthOverride?: SourceAuth | undefined;
  gitCloneDepthOverride?: number | undefined;
  gitSubmodulesConfigOverride?: GitSubmodulesConfig | undefined;
  buildspecOverride?: string | undefined;
  insecureSslOverride?: boolean | undefined;
  reportBuildBatchStatusOverride?: boolean | undefined;
  environmentTypeOverride?: EnvironmentType | undefined;
  imageOverride?: string | undefined;
  computeTypeOverride?: ComputeType | undefined;
  certificateOverride?: string | undefined;
  cacheOverride?: ProjectCache | undefined;
  serviceRoleOverride?: string | undefined;
  privilegedModeOverride?: boolean | undefined;
  buildTimeoutInMinutesOverride?: number | undefined;
  queuedTimeoutInMinutesOverride?: number | undefined;
  encryptionKeyOverride?: string | undefined;
  idempotencyToken?: string | undefined;
  logsConfigOverride?: LogsConfig | undefined;
  registryCredentialOverride?: RegistryCredential | undefined;
  imagePullCredentialsTypeOverride?: ImagePullCredentialsType | undefined;
  buildBatchConfigOverride?: ProjectBuildBatchConfig | undefined;
  debugSessionEnabled?: boolean | undefined;
}

export interface StartBuildBatchOutput {
  buildBatch?: BuildBatch | undefined;
}

export interface StartBuildInput {
  projectName: string;
  secondarySourcesOverride?: readonly ProjectSource[] | undefined;
  secondarySourcesVersionOverride?: readonly ProjectSourceVersion[] | undefined;
  sourceVersion?: string | undefined;
  artifactsOverride?: ProjectArtifacts | undefined;
  secondaryArtifactsOverride?: readonly ProjectArtifacts[] | undefined;
  environmentVariablesOverride?: readonly EnvironmentVariable[] | undefined;
  sourceTypeOverride?: SourceType | undefined;
  sourceLocationOverride?: string | undefined;
  sourceAuthOverride?: SourceAuth | undefined;
  gitCloneDepthOverride?: number | undefined;
  gitSubmodulesConfigOverride?: GitSubmodulesConfig | undefined;
  buildspecOverride?: string | undefined;
  insecureSslOverride?: boolean | undefined;
  reportBuildStatusOverride?: boolean | undefined;
  buildStatusConfigOverride?: BuildStatusConfig | undefined;
  environmentTypeOverride?: EnvironmentType | undefined;
  imageOverride?: string | undefined;
  computeTypeOverride?: ComputeType | undefined;
  certificateOverride?: string | undefined;
  cacheOverride?: ProjectCache | undefined;
  serviceRoleOverride?: string | undefined;
  privilegedModeOverride?: boolean | undefined;
  timeoutInMinutesOverride?: number | undefined;
  queuedTimeoutInMinutesOverride?: number | undefined;
  encryptionKeyOverride?: string | undefined;
  idempotencyToken?: string | undefined;
  logsConfigOverride?: LogsConfig | undefined;
  registryCredentialOverride?: RegistryCredential | undefined;
  imagePullCredentialsTypeOverride?: ImagePullCredentialsType | undefined;
  debugSessionEnabled?: boolean | undefined;
  fleetOverride?: ProjectFleet | undefined;
  autoRetryLimitOverride?: number | undefined;
  hostKernelOverride?: HostKernel | undefined;
}

export interface StartBuildOutput {
  build?: Build | undefined;
}

export interface StartCommandExecutionInput {
  sandboxId: string;
  command: string;
  type?: CommandType | undefined;
}

export interface StartCommandExecutionOutput {
  commandExecution?: CommandExecution | undefined;
}

export interface StartSandboxConnectionInput {
  sandboxId: string;
}

export interface StartSandboxConnectionOutput {
  ssmSession?: SSMSession | undefined;
}

export interface StartSandboxInput {
  projectName?: string | undefined;
  idempotencyToken?: string | undefined;
}

export interface StartSandboxOutput {
  sandbox?: Sandbox | undefined;
}

export const StatusTypeValues = ["SUCCEEDED", "FAILED", "FAULT", "TIMED_OUT", "IN_PROGRESS", "STOPPED"] as const;
export type StatusType = (typeof StatusTypeValues)[number];

export interface StopBuildBatchInput {
  id: string;
}

export interface StopBuildBatchOutput {
  buildBatch?: BuildBatch | undefined;
}

export interface StopBuildInput {
  id: string;
}

export interface StopBuildOutput {
  build?: Build | undefined;
}

export interface StopSandboxInput {
  id: string;
}

export interface StopSandboxOutput {
  sandbox?: Sandbox | undefined;
}

export interface Tag {
  key?: string | undefined;
  value?: string | undefined;
}

export interface TargetTrackingScalingConfiguration {
  metricType?: FleetScalingMetricType | undefined;
  targetValue?: number | undefined;
}

export interface TestCase {
  reportArn?: string | undefined;
  testRawDataPath?: string | undefined;
  prefix?: string | undefined;
  name?: string | undefined;
  status?: string | undefined;
  durationInNanoSeconds?: number | undefined;
  message?: string | undefined;
  expired?: Date | undefined;
  testSuiteName?: string | undefined;
}

export interface TestCaseFilter {
  status?: string | undefined;
  keyword?: string | undefined;
}

export interface TestReportSummary {
  total: number;
  statusCounts: { readonly [key: string]: number };
  durationInNanoSeconds: number;
}

export interface UpdateFleetInput {
  arn: string;
  baseCapacity?: number | undefined;
  environmentType?: EnvironmentType | undefined;
  computeType?: ComputeType | undefined;
  computeConfiguration?: ComputeConfiguration | undefined;
  scalingConfiguration?: ScalingConfigurationInput | undefined;
  overflowBehavior?: FleetOverflowBehavior | undefined;
  vpcConfig?: VpcConfig | undefined;
  proxyConfiguration?: ProxyConfiguration | undefined;
  imageId?: string | undefined;
  fleetServiceRole?: string | undefined;
  tags?: readonly Tag[] | undefined;
}

export interface UpdateFleetOutput {
  fleet?: Fleet | undefined;
}

export interface UpdateProjectInput {
  name: string;
  description?: string | undefined;
  source?: ProjectSource | undefined;
  secondarySources?: readonly ProjectSource[] | undefined;
  sourceVersion?: string | undefined;
  secondarySourceVersions?: readonly ProjectSourceVersion[] | undefined;
  artifacts?: ProjectArtifacts | undefined;
  secondaryArtifacts?: readonly ProjectArtifacts[] | undefined;
  cache?: ProjectCache | undefined;
  environment?: ProjectEnvironment | undefined;
  serviceRole?: string | undefined;
  timeoutInMinutes?: number | undefined;
  queuedTimeoutInMinutes?: number | undefined;
  encryptionKey?: string | undefined;
  tags?: readonly Tag[] | undefined;
  vpcConfig?: VpcConfig | undefined;
  badgeEnabled?: boolean | undefined;
  logsConfig?: LogsConfig | undefined;
  fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
  buildBatchConfig?: ProjectBuildBatchConfig | undefined;
  concurrentBuildLimit?: number | undefined;
  autoRetryLimit?: number | undefined;
}

export interface UpdateProjectOutput {
  project?: Project | undefined;
}

export interface UpdateProjectVisibilityInput {
  projectArn: string;
  projectVisibility: ProjectVisibilityType;
  resourceAccessRole?: string | undefined;
}

export interface UpdateProjectVisibilityOutput {
  projectArn?: string | undefined;
  publicProjectAlias?: string | undefined;
  projectVisibility?: ProjectVisibilityType | undefined;
}

export interface UpdateReportGroupInput {
  arn: string;
  exportConfig?: ReportExportConfig | undefined;
  tags?: readonly Tag[] | undefined;
}

export interface UpdateReportGroupOutput {
  reportGroup?: ReportGroup | undefined;
}

export interface UpdateWebhookInput {
  projectName: string;
  branchFilter?: string | undefined;
  rotateSecret?: boolean | undefined;
  filterGroups?: readonly (readonly WebhookFilter[])[] | undefined;
  buildType?: WebhookBuildType | undefined;
  pullRequestBuildPolicy?: PullRequestBuildPolicy | undefined;
}

export interface UpdateWebhookOutput {
  webhook?: Webhook | undefined;
}

export interface VpcConfig {
  vpcId?: string | undefined;
  subnets?: readonly string[] | undefined;
  securityGroupIds?: readonly string[] | undefined;
}

export interface Webhook {
  url?: string | undefined;
  payloadUrl?: string | undefined;
  secret?: string | undefined;
  branchFilter?: string | undefined;
  filterGroups?: readonly (readonly WebhookFilter[])[] | undefined;
  buildType?: WebhookBuildType | undefined;
  manualCreation?: boolean | undefined;
  lastModifiedSecret?: Date | undefined;
  scopeConfiguration?: ScopeConfiguration | undefined;
  status?: WebhookStatus | undefined;
  statusMessage?: string | undefined;
  pullRequestBuildPolicy?: PullRequestBuildPolicy | undefined;
}

export const WebhookBuildTypeValues = ["BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD"] as const;
export type WebhookBuildType = (typeof WebhookBuildTypeValues)[number];

export interface WebhookFilter {
  type: WebhookFilterType;
  pattern: string;
  excludeMatchedPattern?: boolean | undefined;
}

export const WebhookFilterTypeValues = ["EVENT", "BASE_REF", "HEAD_REF", "ACTOR_ACCOUNT_ID", "FILE_PATH", "COMMIT_MESSAGE", "WORKFLOW_NAME", "TAG_NAME", "RELEASE_NAME", "REPOSITORY_NAME", "ORGANIZATION_NAME"] as const;
export type WebhookFilterType = (typeof WebhookFilterTypeValues)[number];

export const WebhookScopeTypeValues = ["GITHUB_ORGANIZATION", "GITHUB_GLOBAL", "GITLAB_GROUP"] as const;
export type WebhookScopeType = (typeof WebhookScopeTypeValues)[number];

export const WebhookStatusValues = ["CREATING", "CREATE_FAILED", "ACTIVE", "DELETING"] as const;
export type WebhookStatus = (typeof WebhookStatusValues)[number];

/** Every structure and union by its name. */
export interface Structures {
  AutoRetryConfig: AutoRetryConfig;
  BatchDeleteBuildsInput: BatchDeleteBuildsInput;
  BatchDeleteBuildsOutput: BatchDeleteBuildsOutput;
  BatchGetBuildBatchesInput: BatchGetBuildBatchesInput;
  BatchGetBuildBatchesOutput: BatchGetBuildBatchesOutput;
  BatchGetBuildsInput: BatchGetBuildsInput;
  BatchGetBuildsOutput: BatchGetBuildsOutput;
  BatchGetCommandExecutionsInput: BatchGetCommandExecutionsInput;
  BatchGetCommandExecutionsOutput: BatchGetCommandExecutionsOutput;
  BatchGetFleetsInput: BatchGetFleetsInput;
  BatchGetFleetsOutput: BatchGetFleetsOutput;
  BatchGetProjectsInput: BatchGetProjectsInput;
  BatchGetProjectsOutput: BatchGetProjectsOutput;
  BatchGetReportGroupsInput: BatchGetReportGroupsInput;
  BatchGetReportGroupsOutput: BatchGetReportGroupsOutput;
  BatchGetReportsInput: BatchGetReportsInput;
  BatchGetReportsOutput: BatchGetReportsOutput;
  BatchGetSandboxesInput: BatchGetSandboxesInput;
  BatchGetSandboxesOutput: BatchGetSandboxesOutput;
  BatchRestrictions: BatchRestrictions;
  Build: Build;
  BuildArtifacts: BuildArtifacts;
  BuildBatch: BuildBatch;
  BuildBatchFilter: BuildBatchFilter;
  BuildBatchPhase: BuildBatchPhase;
  BuildGroup: BuildGroup;
  BuildNotDeleted: BuildNotDeleted;
  BuildPhase: BuildPhase;
  BuildStatusConfig: BuildStatusConfig;
  BuildSummary: BuildSummary;
  CloudWatchLogsConfig: CloudWatchLogsConfig;
  CodeCoverage: CodeCoverage;
  CodeCoverageReportSummary: CodeCoverageReportSummary;
  CommandExecution: CommandExecution;
  ComputeConfiguration: ComputeConfiguration;
  CreateFleetInput: CreateFleetInput;
  CreateFleetOutput: CreateFleetOutput;
  CreateProjectInput: CreateProjectInput;
  CreateProjectOutput: CreateProjectOutput;
  CreateReportGroupInput: CreateReportGroupInput;
  CreateReportGroupOutput: CreateReportGroupOutput;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookOutput: CreateWebhookOutput;
  DebugSession: DebugSession;
  DeleteBuildBatchInput: DeleteBuildBatchInput;
  DeleteBuildBatchOutput: DeleteBuildBatchOutput;
  DeleteFleetInput: DeleteFleetInput;
  DeleteFleetOutput: DeleteFleetOutput;
  DeleteProjectInput: DeleteProjectInput;
  DeleteProjectOutput: DeleteProjectOutput;
  DeleteReportGroupInput: DeleteReportGroupInput;
  DeleteReportGroupOutput: DeleteReportGroupOutput;
  DeleteReportInput: DeleteReportInput;
  DeleteReportOutput: DeleteReportOutput;
  DeleteResourcePolicyInput: DeleteResourcePolicyInput;
  DeleteResourcePolicyOutput: DeleteResourcePolicyOutput;
  DeleteSourceCredentialsInput: DeleteSourceCredentialsInput;
  DeleteSourceCredentialsOutput: DeleteSourceCredentialsOutput;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookOutput: DeleteWebhookOutput;
  DescribeCodeCoveragesInput: DescribeCodeCoveragesInput;
  DescribeCodeCoveragesOutput: DescribeCodeCoveragesOutput;
  DescribeTestCasesInput: DescribeTestCasesInput;
  DescribeTestCasesOutput: DescribeTestCasesOutput;
  DockerServer: DockerServer;
  DockerServerStatus: DockerServerStatus;
  EnvironmentImage: EnvironmentImage;
  EnvironmentLanguage: EnvironmentLanguage;
  EnvironmentPlatform: EnvironmentPlatform;
  EnvironmentVariable: EnvironmentVariable;
  ExportedEnvironmentVariable: ExportedEnvironmentVariable;
  Fleet: Fleet;
  FleetProxyRule: FleetProxyRule;
  FleetStatus: FleetStatus;
  GetReportGroupTrendInput: GetReportGroupTrendInput;
  GetReportGroupTrendOutput: GetReportGroupTrendOutput;
  GetResourcePolicyInput: GetResourcePolicyInput;
  GetResourcePolicyOutput: GetResourcePolicyOutput;
  GitSubmodulesConfig: GitSubmodulesConfig;
  ImportSourceCredentialsInput: ImportSourceCredentialsInput;
  ImportSourceCredentialsOutput: ImportSourceCredentialsOutput;
  InvalidateProjectCacheInput: InvalidateProjectCacheInput;
  InvalidateProjectCacheOutput: InvalidateProjectCacheOutput;
  ListBuildBatchesForProjectInput: ListBuildBatchesForProjectInput;
  ListBuildBatchesForProjectOutput: ListBuildBatchesForProjectOutput;
  ListBuildBatchesInput: ListBuildBatchesInput;
  ListBuildBatchesOutput: ListBuildBatchesOutput;
  ListBuildsForProjectInput: ListBuildsForProjectInput;
  ListBuildsForProjectOutput: ListBuildsForProjectOutput;
  ListBuildsInput: ListBuildsInput;
  ListBuildsOutput: ListBuildsOutput;
  ListCommandExecutionsForSandboxInput: ListCommandExecutionsForSandboxInput;
  ListCommandExecutionsForSandboxOutput: ListCommandExecutionsForSandboxOutput;
  ListCuratedEnvironmentImagesInput: ListCuratedEnvironmentImagesInput;
  ListCuratedEnvironmentImagesOutput: ListCuratedEnvironmentImagesOutput;
  ListFleetsInput: ListFleetsInput;
  ListFleetsOutput: ListFleetsOutput;
  ListProjectsInput: ListProjectsInput;
  ListProjectsOutput: ListProjectsOutput;
  ListReportGroupsInput: ListReportGroupsInput;
  ListReportGroupsOutput: ListReportGroupsOutput;
  ListReportsForReportGroupInput: ListReportsForReportGroupInput;
  ListReportsForReportGroupOutput: ListReportsForReportGroupOutput;
  ListReportsInput: ListReportsInput;
  ListReportsOutput: ListReportsOutput;
  ListSandboxesForProjectInput: ListSandboxesForProjectInput;
  ListSandboxesForProjectOutput: ListSandboxesForProjectOutput;
  ListSandboxesInput: ListSandboxesInput;
  ListSandboxesOutput: ListSandboxesOutput;
  ListSharedProjectsInput: ListSharedProjectsInput;
  ListSharedProjectsOutput: ListSharedProjectsOutput;
  ListSharedReportGroupsInput: ListSharedReportGroupsInput;
  ListSharedReportGroupsOutput: ListSharedReportGroupsOutput;
  ListSourceCredentialsInput: ListSourceCredentialsInput;
  ListSourceCredentialsOutput: ListSourceCredentialsOutput;
  LogsConfig: LogsConfig;
  LogsLocation: LogsLocation;
  NetworkInterface: NetworkInterface;
  PhaseContext: PhaseContext;
  Project: Project;
  ProjectArtifacts: ProjectArtifacts;
  ProjectBadge: ProjectBadge;
  ProjectBuildBatchConfig: ProjectBuildBatchConfig;
  ProjectCache: ProjectCache;
  ProjectEnvironment: ProjectEnvironment;
  ProjectFileSystemLocation: ProjectFileSystemLocation;
  ProjectFleet: ProjectFleet;
  ProjectSource: ProjectSource;
  ProjectSourceVersion: ProjectSourceVersion;
  ProxyConfiguration: ProxyConfiguration;
  PullRequestBuildPolicy: PullRequestBuildPolicy;
  PutResourcePolicyInput: PutResourcePolicyInput;
  PutResourcePolicyOutput: PutResourcePolicyOutput;
  RegistryCredential: RegistryCredential;
  Report: Report;
  ReportExportConfig: ReportExportConfig;
  ReportFilter: ReportFilter;
  ReportGroup: ReportGroup;
  ReportGroupTrendStats: ReportGroupTrendStats;
  ReportWithRawData: ReportWithRawData;
  ResolvedArtifact: ResolvedArtifact;
  RetryBuildBatchInput: RetryBuildBatchInput;
  RetryBuildBatchOutput: RetryBuildBatchOutput;
  RetryBuildInput: RetryBuildInput;
  RetryBuildOutput: RetryBuildOutput;
  S3LogsConfig: S3LogsConfig;
  S3ReportExportConfig: S3ReportExportConfig;
  SSMSession: SSMSession;
  Sandbox: Sandbox;
  SandboxSession: SandboxSession;
  SandboxSessionPhase: SandboxSessionPhase;
  ScalingConfigurationInput: ScalingConfigurationInput;
  ScalingConfigurationOutput: ScalingConfigurationOutput;
  ScopeConfiguration: ScopeConfiguration;
  SourceAuth: SourceAuth;
  SourceCredentialsInfo: SourceCredentialsInfo;
  StartBuildBatchInput: StartBuildBatchInput;
  StartBuildBatchOutput: StartBuildBatchOutput;
  StartBuildInput: StartBuildInput;
  StartBuildOutput: StartBuildOutput;
  StartCommandExecutionInput: StartCommandExecutionInput;
  StartCommandExecutionOutput: StartCommandExecutionOutput;
  StartSandboxConnectionInput: StartSandboxConnectionInput;
  StartSandboxConnectionOutput: StartSandboxConnectionOutput;
  StartSandboxInput: StartSandboxInput;
  StartSandboxOutput: StartSandboxOutput;
  StopBuildBatchInput: StopBuildBatchInput;
  StopBuildBatchOutput: StopBuildBatchOutput;
  StopBuildInput: StopBuildInput;
  StopBuildOutput: StopBuildOutput;
  StopSandboxInput: StopSandboxInput;
  StopSandboxOutput: StopSandboxOutput;
  Tag: Tag;
  TargetTrackingScalingConfiguration: TargetTrackingScalingConfiguration;
  TestCase: TestCase;
  TestCaseFilter: TestCaseFilter;
  TestReportSummary: TestReportSummary;
  UpdateFleetInput: UpdateFleetInput;
  UpdateFleetOutput: UpdateFleetOutput;
  UpdateProjectInput: UpdateProjectInput;
  UpdateProjectOutput: UpdateProjectOutput;
  UpdateProjectVisibilityInput: UpdateProjectVisibilityInput;
  UpdateProjectVisibilityOutput: UpdateProjectVisibilityOutput;
  UpdateReportGroupInput: UpdateReportGroupInput;
  UpdateReportGroupOutput: UpdateReportGroupOutput;
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookOutput: UpdateWebhookOutput;
  VpcConfig: VpcConfig;
  Webhook: Webhook;
  WebhookFilter: WebhookFilter;
}
