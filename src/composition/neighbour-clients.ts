import { Agent } from "node:http";
import type { Duplex } from "node:stream";

import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";

import type { Config } from "../config/config.ts";
import { PhaseError } from "../domain/phase-error.ts";
import type { Scope } from "../store/store.ts";

/** The embedded services take any. */
const SECRET = "codebuild-local";

/** Clients of the neighbour services, one for each account and region; each library is loaded with its first client. */
export interface NeighbourClients extends Disposable {
  s3(this: void, scope: Scope): Promise<S3Client>;
  logs(this: void, scope: Scope): Promise<CloudWatchLogsClient>;
  ssm(this: void, scope: Scope): Promise<SSMClient>;
  secretsManager(this: void, scope: Scope): Promise<SecretsManagerClient>;
  eventBridge(this: void, scope: Scope): Promise<EventBridgeClient>;
}

/** This endpoint, as its own client. */
export interface OwnEndpoint {
  url(): string;
  /** A new connection to it. */
  connect(): Duplex;
}

/** @param own where the embedded services are */
export function createNeighbourClients(config: Config, own: OwnEndpoint): NeighbourClients {
  const agent = new OwnAgent(own);
  const settings = (scope: Scope, endpoint: string | undefined) => ({
    endpoint: endpoint ?? own.url(),
    region: scope.region,
    // The embedded services take the account from the access key id; a foreign one gets the user's own credentials.
    ...(endpoint === undefined
      ? {
          credentials: { accessKeyId: scope.account, secretAccessKey: SECRET },
          requestHandler: { httpAgent: agent },
        }
      : {}),
  });
  const made: { destroy(): void }[] = [];
  const once = <Client extends { destroy(): void }>(make: (scope: Scope) => Promise<Client>) => {
    const clients = new Map<string, Promise<Client>>();
    return (scope: Scope): Promise<Client> => {
      const key = `${scope.account}/${scope.region}`;
      let client = clients.get(key);
      if (client === undefined) {
        client = make(scope).then((opened) => {
          made.push(opened);
          return opened;
        });
        clients.set(key, client);
      }
      return client;
    };
  };
  return {
    s3: once(async (scope) => {
      if (!config.services.s3 && config.s3Endpoint === undefined) throw notConfigured("S3", "--s3-endpoint");
      const { S3Client: Client } = await import("@aws-sdk/client-s3");
      return new Client({ ...settings(scope, config.s3Endpoint), forcePathStyle: true });
    }),
    logs: once(async (scope) => {
      if (!config.services.logs && config.logsEndpoint === undefined)
        throw notConfigured("CloudWatch Logs", "--logs-endpoint");
      const { CloudWatchLogsClient: Client } = await import("@aws-sdk/client-cloudwatch-logs");
      return new Client({ ...settings(scope, config.logsEndpoint), maxAttempts: 1 });
    }),
    ssm: once(async (scope) => {
      if (!config.services.ssm && config.ssmEndpoint === undefined)
        throw notConfigured("Parameter Store", "--ssm-endpoint");
      const { SSMClient: Client } = await import("@aws-sdk/client-ssm");
      return new Client(settings(scope, config.ssmEndpoint));
    }),
    secretsManager: once(async (scope) => {
      if (!config.services.secretsmanager && config.secretsManagerEndpoint === undefined)
        throw notConfigured("Secrets Manager", "--secretsmanager-endpoint");
      const { SecretsManagerClient: Client } = await import("@aws-sdk/client-secrets-manager");
      return new Client(settings(scope, config.secretsManagerEndpoint));
    }),
    eventBridge: once(async (scope) => {
      const { EventBridgeClient: Client } = await import("@aws-sdk/client-eventbridge");
      return new Client({ ...settings(scope, config.eventBridgeEndpoint), maxAttempts: 1 });
    }),
    [Symbol.dispose]() {
      for (const client of made) client.destroy();
    },
  };
}

/** Reaches the endpoint within this process, whatever addresses it listens on. */
class OwnAgent extends Agent {
  readonly #own: OwnEndpoint;

  constructor(own: OwnEndpoint) {
    super({ keepAlive: true });
    this.#own = own;
  }

  override createConnection(): Duplex {
    return this.#own.connect();
  }
}

function notConfigured(service: string, flag: string): PhaseError {
  return new PhaseError(
    "CLIENT_ERROR",
    `${service} is disabled in this endpoint, and no other is configured (${flag})`,
  );
}

/** What makes the AWS clients in a build call this endpoint, as its own account. */
export function toEndpointVariables(config: Config, scope: Scope, url: string): ReadonlyMap<string, string> {
  const variables = new Map([
    ["AWS_ENDPOINT_URL", url],
    ["AWS_ACCESS_KEY_ID", scope.account],
    ["AWS_SECRET_ACCESS_KEY", SECRET],
  ]);
  if (config.s3Endpoint !== undefined) variables.set("AWS_ENDPOINT_URL_S3", config.s3Endpoint);
  if (config.logsEndpoint !== undefined) variables.set("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", config.logsEndpoint);
  if (config.ssmEndpoint !== undefined) variables.set("AWS_ENDPOINT_URL_SSM", config.ssmEndpoint);
  if (config.secretsManagerEndpoint !== undefined)
    variables.set("AWS_ENDPOINT_URL_SECRETS_MANAGER", config.secretsManagerEndpoint);
  if (config.eventBridgeEndpoint !== undefined)
    variables.set("AWS_ENDPOINT_URL_EVENTBRIDGE", config.eventBridgeEndpoint);
  return variables;
}
