// Generated from model/ by codegen (npm run codegen). Do not edit.
import type { NotImplemented } from "../../src/protocol/not-implemented.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import type * as types from "./types.ts";

export interface Operations {
  BatchDeleteBuilds: Operation<types.BatchDeleteBuildsInput, types.BatchDeleteBuildsOutput>;
  BatchGetBuildBatches: Operation<types.BatchGetBuildBatchesInput, types.BatchGetBuildBatchesOutput>;
  BatchGetBuilds: Operation<types.BatchGetBuildsInput, types.BatchGetBuildsOutput>;
  BatchGetCommandExecutions: Operation<types.BatchGetCommandExecutionsInput, types.BatchGetCommandExecutionsOutput>;
  BatchGetFleets: Operation<types.BatchGetFleetsInput, types.BatchGetFleetsOutput>;
  BatchGetProjects: Operation<types.BatchGetProjectsInput, types.BatchGetProjectsOutput>;
  BatchGetReportGroups: Operation<types.BatchGetReportGroupsInput, types.BatchGetReportGroupsOutput>;
  BatchGetReports: Operation<types.BatchGetReportsInput, types.BatchGetReportsOutput>;
  BatchGetSandboxes: Operation<types.BatchGetSandboxesInput, types.BatchGetSandboxesOutput>;
  CreateFleet: Operation<types.CreateFleetInput, types.CreateFleetOutput>;
  CreateProject: Operation<types.CreateProjectInput, types.CreateProjectOutput>;
  CreateReportGroup: Operation<types.CreateReportGroupInput, types.CreateReportGroupOutput>;
  CreateWebhook: Operation<types.CreateWebhookInput, types.CreateWebhookOutput>;
  DeleteBuildBatch: Operation<types.DeleteBuildBatchInput, types.DeleteBuildBatchOutput>;
  DeleteFleet: Operation<types.DeleteFleetInput, types.DeleteFleetOutput>;
  DeleteProject: Operation<types.DeleteProjectInput, types.DeleteProjectOutput>;
  DeleteReport: Operation<types.DeleteReportInput, types.DeleteReportOutput>;
  DeleteReportGroup: Operation<types.DeleteReportGroupInput, types.DeleteReportGroupOutput>;
  DeleteResourcePolicy: Operation<types.DeleteResourcePolicyInput, types.DeleteResourcePolicyOutput>;
  DeleteSourceCredentials: Operation<types.DeleteSourceCredentialsInput, types.DeleteSourceCredentialsOutput>;
  DeleteWebhook: Operation<types.DeleteWebhookInput, types.DeleteWebhookOutput>;
  DescribeCodeCoverages: Operation<types.DescribeCodeCoveragesInput, types.DescribeCodeCoveragesOutput>;
  DescribeTestCases: Operation<types.DescribeTestCasesInput, types.DescribeTestCasesOutput>;
  GetReportGroupTrend: Operation<types.GetReportGroupTrendInput, types.GetReportGroupTrendOutput>;
  GetResourcePolicy: Operation<types.GetResourcePolicyInput, types.GetResourcePolicyOutput>;
  ImportSourceCredentials: Operation<types.ImportSourceCredentialsInput, types.ImportSourceCredentialsOutput>;
  InvalidateProjectCache: Operation<types.InvalidateProjectCacheInput, types.InvalidateProjectCacheOutput>;
  ListBuildBatches: Operation<types.ListBuildBatchesInput, types.ListBuildBatchesOutput>;
  ListBuildBatchesForProject: Operation<types.ListBuildBatchesForProjectInput, types.ListBuildBatchesForProjectOutput>;
  ListBuilds: Operation<types.ListBuildsInput, types.ListBuildsOutput>;
  ListBuildsForProject: Operation<types.ListBuildsForProjectInput, types.ListBuildsForProjectOutput>;
  ListCommandExecutionsForSandbox: Operation<types.ListCommandExecutionsForSandboxInput, types.ListCommandExecutionsForSandboxOutput>;
  ListCuratedEnvironmentImages: Operation<types.ListCuratedEnvironmentImagesInput, types.ListCuratedEnvironmentImagesOutput>;
  ListFleets: Operation<types.ListFleetsInput, types.ListFleetsOutput>;
  ListProjects: Operation<types.ListProjectsInput, types.ListProjectsOutput>;
  ListReportGroups: Operation<types.ListReportGroupsInput, types.ListReportGroupsOutput>;
  ListReports: Operation<types.ListReportsInput, types.ListReportsOutput>;
  ListReportsForReportGroup: Operation<types.ListReportsForReportGroupInput, types.ListReportsForReportGroupOutput>;
  ListSandboxes: Operation<types.ListSandboxesInput, types.ListSandboxesOutput>;
  ListSandboxesForProject: Operation<types.ListSandboxesForProjectInput, types.ListSandboxesForProjectOutput>;
  ListSharedProjects: Operation<types.ListSharedProjectsInput, types.ListSharedProjectsOutput>;
  ListSharedReportGroups: Operation<types.ListSharedReportGroupsInput, types.ListSharedReportGroupsOutput>;
  ListSourceCredentials: Operation<types.ListSourceCredentialsInput, types.ListSourceCredentialsOutput>;
  PutResourcePolicy: Operation<types.PutResourcePolicyInput, types.PutResourcePolicyOutput>;
  RetryBuild: Operation<types.RetryBuildInput, types.RetryBuildOutput>;
  RetryBuildBatch: Operation<types.RetryBuildBatchInput, types.RetryBuildBatchOutput>;
  StartBuild: Operation<types.StartBuildInput, types.StartBuildOutput>;
  StartBuildBatch: Operation<types.StartBuildBatchInput, types.StartBuildBatchOutput>;
  StartCommandExecution: Operation<types.StartCommandExecutionInput, types.StartCommandExecutionOutput>;
  StartSandbox: Operation<types.StartSandboxInput, types.StartSandboxOutput>;
  StartSandboxConnection: Operation<types.StartSandboxConnectionInput, types.StartSandboxConnectionOutput>;
  StopBuild: Operation<types.StopBuildInput, types.StopBuildOutput>;
  StopBuildBatch: Operation<types.StopBuildBatchInput, types.StopBuildBatchOutput>;
  StopSandbox: Operation<types.StopSandboxInput, types.StopSandboxOutput>;
  UpdateFleet: Operation<types.UpdateFleetInput, types.UpdateFleetOutput>;
  UpdateProject: Operation<types.UpdateProjectInput, types.UpdateProjectOutput>;
  UpdateProjectVisibility: Operation<types.UpdateProjectVisibilityInput, types.UpdateProjectVisibilityOutput>;
  UpdateReportGroup: Operation<types.UpdateReportGroupInput, types.UpdateReportGroupOutput>;
  UpdateWebhook: Operation<types.UpdateWebhookInput, types.UpdateWebhookOutput>;
}

/** Total: an operation that is neither implemented nor marked is a type error. */
export type Handlers = { readonly [Name in keyof Operations]: Operations[Name] | NotImplemented };
