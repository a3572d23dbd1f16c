import { createRouter as createLogsRouter } from "../../generated/logs/router.ts";
import { service as logsDefinition } from "../../generated/logs/schema.ts";
import { createRouter as createSecretsManagerRouter } from "../../generated/secretsmanager/router.ts";
import { service as secretsManagerDefinition } from "../../generated/secretsmanager/schema.ts";
import { createRouter as createSsmRouter } from "../../generated/ssm/router.ts";
import { service as ssmDefinition } from "../../generated/ssm/schema.ts";
import type { Clock } from "../common/clock.ts";
import { randomIds } from "../common/ids.ts";
import type { Logger } from "../common/logger.ts";
import type { Config } from "../config/config.ts";
import { SERVICE_SWITCHES } from "../config/options.ts";
import { logMigrations } from "../embedded/logs/log-migrations.ts";
import { createLogsOperations } from "../embedded/logs/logs-operations.ts";
import { s3Migrations } from "../embedded/s3/migrations.ts";
import { isS3Request } from "../embedded/s3/s3-request.ts";
import { createS3Service } from "../embedded/s3/s3-service.ts";
import { secretMigrations } from "../embedded/secrets-manager/secret-migrations.ts";
import { createSecretsManagerOperations } from "../embedded/secrets-manager/secrets-manager-operations.ts";
import { parameterMigrations } from "../embedded/ssm/parameter-migrations.ts";
import { createSsmOperations } from "../embedded/ssm/ssm-operations.ts";
import { disabledRawService, disabledService } from "../http/disabled-service.ts";
import type { HostPolicy } from "../http/host-policy.ts";
import type { HttpAppOptions, RawService, RouterEdge } from "../http/http-app.ts";
import type { Database } from "../store/database.ts";
import type { DataDirectory } from "../store/sqlite/data-directory.ts";
import { openSqliteDatabase } from "../store/sqlite/sqlite-database.ts";

/** The neighbour services of this endpoint; one that is switched off refuses its requests. */
export interface EmbeddedServices extends AsyncDisposable {
  readonly s3: RawService;
  readonly routers: HttpAppOptions["routers"];
  /** Whether the embedded CloudWatch Logs can't write, as on a full disk. */
  readonly logsHeldUp: boolean;
}

export function openEmbeddedServices(
  config: Config,
  parts: {
    readonly data: DataDirectory;
    readonly policy: HostPolicy;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): EmbeddedServices {
  const { data, policy, clock, logger } = parts;
  const { services } = config;
  const opened = new AsyncDisposableStack();
  const open = (isEnabled: boolean, name: string, migrations: readonly string[]): Database | undefined =>
    isEnabled ? opened.use(openSqliteDatabase(data.databasePath(name), migrations)) : undefined;
  const isLocalHost = (name: string): boolean => policy.isOwnName(name);

  const s3Database = open(services.s3, "s3.db", s3Migrations);
  const s3 =
    s3Database === undefined
      ? disabledRawService({ label: "S3", variable: SERVICE_SWITCHES.s3[0] }, (request) =>
          isS3Request(request, isLocalHost),
        )
      : opened.use(
          createS3Service({
            database: s3Database,
            directory: data.directory("s3"),
            clock,
            ids: randomIds,
            logger,
            defaultAccount: config.account,
            defaultRegion: config.region,
            isLocalHost,
          }),
        );
  const logs = open(services.logs, "logs.db", logMigrations);
  const ssm = open(services.ssm, "ssm.db", parameterMigrations);
  const secrets = open(services.secretsmanager, "secrets.db", secretMigrations);
  const encryptionKey = data.key;
  return {
    s3,
    get logsHeldUp() {
      return logs?.takesWrites === false;
    },
    routers: (edge) => [
      logs === undefined
        ? refusing("CloudWatch Logs", "logs", logsDefinition, edge)
        : createLogsRouter(createLogsOperations({ database: logs, clock }), edge),
      ssm === undefined
        ? refusing("Parameter Store", "ssm", ssmDefinition, edge)
        : createSsmRouter(createSsmOperations({ database: ssm, encryptionKey, clock }), edge),
      secrets === undefined
        ? refusing("Secrets Manager", "secretsmanager", secretsManagerDefinition, edge)
        : createSecretsManagerRouter(
            createSecretsManagerOperations({ database: secrets, encryptionKey, clock, ids: randomIds }),
            edge,
          ),
    ],
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** What stands for a service that is switched off. */
export function refusing(
  label: string,
  service: keyof typeof SERVICE_SWITCHES,
  { name }: { readonly name: string },
  edge: RouterEdge,
): ReturnType<typeof disabledService> {
  return disabledService({ label, variable: SERVICE_SWITCHES[service][0], name }, edge);
}
