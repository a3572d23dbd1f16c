import type { Handlers } from "../../generated/codebuild/operations.ts";
import type { Clock } from "../common/clock.ts";
import type { IdSource } from "../common/ids.ts";
import type { BuildEngine } from "../engine/build-engine.ts";
import { notImplemented } from "../protocol/not-implemented.ts";
import type { Store } from "../store/store.ts";
import {
  batchDeleteBuilds,
  batchGetBuilds,
  listBuilds,
  listBuildsForProject,
  retryBuild,
  startBuild,
  stopBuild,
} from "./build/index.ts";
import { listCuratedEnvironmentImages } from "./environment-image/index.ts";
import type { PageTokens } from "../protocol/page-tokens.ts";
import type { ProjectBadges } from "./project/project-badges.ts";
import {
  batchGetProjects,
  createProject,
  deleteProject,
  invalidateProjectCache,
  listProjects,
  updateProject,
} from "./project/index.ts";
import {
  batchGetReportGroups,
  createReportGroup,
  deleteReportGroup,
  listReportGroups,
  updateReportGroup,
} from "./report-group/index.ts";
import { deleteSourceCredentials, importSourceCredentials, listSourceCredentials } from "./source-credential/index.ts";

/** What the operations work with; each takes only its part. */
export interface OperationDeps {
  readonly store: Store;
  readonly engine: BuildEngine;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly pageTokens: PageTokens;
  readonly badges: ProjectBadges;
}

/** Every operation of the model; a new one does not compile until it stands here. */
export function createHandlers(deps: OperationDeps): Handlers {
  return {
    BatchDeleteBuilds: batchDeleteBuilds(deps),
    BatchGetBuildBatches: notImplemented,
    BatchGetBuilds: batchGetBuilds(deps),
    BatchGetCommandExecutions: notImplemented,
    BatchGetFleets: notImplemented,
    BatchGetProjects: batchGetProjects(deps),
    BatchGetReportGroups: batchGetReportGroups(deps),
    BatchGetReports: notImplemented,
    BatchGetSandboxes: notImplemented,
    CreateFleet: notImplemented,
    CreateProject: createProject(deps),
    CreateReportGroup: createReportGroup(deps),
    CreateWebhook: notImplemented,
    DeleteBuildBatch: notImplemented,
    DeleteFleet: notImplemented,
    DeleteProject: deleteProject(deps),
    DeleteReport: notImplemented,
    DeleteReportGroup: deleteReportGroup(deps),
    DeleteResourcePolicy: notImplemented,
    DeleteSourceCredentials: deleteSourceCredentials(deps),
    DeleteWebhook: notImplemented,
    DescribeCodeCoverages: notImplemented,
    DescribeTestCases: notImplemented,
    GetReportGroupTrend: notImplemented,
    GetResourcePolicy: notImplemented,
    ImportSourceCredentials: importSourceCredentials(deps),
    InvalidateProjectCache: invalidateProjectCache(deps),
    ListBuildBatches: notImplemented,
    ListBuildBatchesForProject: notImplemented,
    ListBuilds: listBuilds(deps),
    ListBuildsForProject: listBuildsForProject(deps),
    ListCommandExecutionsForSandbox: notImplemented,
    ListCuratedEnvironmentImages: listCuratedEnvironmentImages(),
    ListFleets: notImplemented,
    ListProjects: listProjects(deps),
    ListReportGroups: listReportGroups(deps),
    ListReports: notImplemented,
    ListReportsForReportGroup: notImplemented,
    ListSandboxes: notImplemented,
    ListSandboxesForProject: notImplemented,
    ListSharedProjects: notImplemented,
    ListSharedReportGroups: notImplemented,
    ListSourceCredentials: listSourceCredentials(deps),
    PutResourcePolicy: notImplemented,
    RetryBuild: retryBuild(deps),
    RetryBuildBatch: notImplemented,
    StartBuild: startBuild(deps),
    StartBuildBatch: notImplemented,
    StartCommandExecution: notImplemented,
    StartSandbox: notImplemented,
    StartSandboxConnection: notImplemented,
    StopBuild: stopBuild(deps),
    StopBuildBatch: notImplemented,
    StopSandbox: notImplemented,
    UpdateFleet: notImplemented,
    UpdateProject: updateProject(deps),
    UpdateProjectVisibility: notImplemented,
    UpdateReportGroup: updateReportGroup(deps),
    UpdateWebhook: notImplemented,
  };
}
