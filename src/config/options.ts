/** One setting of `codebuild-local start`: a flag and an environment variable; the flag wins. The README's table is made of these. */
export interface Option {
  readonly flag: string;
  readonly env: string;
  /** Other variables that mean the same, asked in this order after `env`. */
  readonly alsoEnv?: readonly string[];
  /** What stands for the value in the help; absent for a switch. */
  readonly value?: string;
  /** May be given several times; in the variable, with spaces or commas between. */
  readonly multiple?: true;
  readonly initial?: string;
  readonly help: string;
}

export const OPTIONS = {
  port: {
    flag: "port",
    env: "CODEBUILD_LOCAL_PORT",
    value: "N",
    initial: "4566",
    help: "The port of all services; 0 takes a free one.",
  },
  host: {
    flag: "host",
    env: "CODEBUILD_LOCAL_HOST",
    value: "ADDRESS",
    help: "The address to listen on instead of 127.0.0.1, ::1 and the gateway of the network that builds run in.",
  },
  allowedHosts: {
    flag: "allowed-hosts",
    env: "CODEBUILD_LOCAL_ALLOWED_HOSTS",
    value: "NAMES",
    help: "Further names, separated by commas, that a request's Host header may have.",
  },
  dataDir: {
    flag: "data-dir",
    env: "CODEBUILD_LOCAL_DATA_DIR",
    value: "DIRECTORY",
    initial: ".codebuild-local",
    help: "Where everything is kept; one process at a time may use it.",
  },
  ephemeral: {
    flag: "ephemeral",
    env: "CODEBUILD_LOCAL_EPHEMERAL",
    help: "Keeps nothing beyond the process (for tests).",
  },
  region: {
    flag: "region",
    env: "CODEBUILD_LOCAL_REGION",
    value: "REGION",
    initial: "us-east-1",
    help: "The region of unsigned requests.",
  },
  account: {
    flag: "account",
    env: "CODEBUILD_LOCAL_ACCOUNT",
    value: "ID",
    initial: "000000000000",
    help: "The account of requests whose access key id is not an account's twelve digits.",
  },
  maxConcurrentBuilds: {
    flag: "max-concurrent-builds",
    env: "CODEBUILD_LOCAL_MAX_CONCURRENT_BUILDS",
    value: "N",
    help: "How many builds run at once (default: the number of CPUs); five times as many may wait.",
  },
  buildRetentionDays: {
    flag: "build-retention-days",
    env: "CODEBUILD_LOCAL_BUILD_RETENTION_DAYS",
    value: "N",
    initial: "365",
    help: "How long the records of ended builds are kept; 0 for ever. Artifacts and logs stay.",
  },
  breakpointMinutes: {
    flag: "breakpoint-minutes",
    env: "CODEBUILD_LOCAL_BREAKPOINT_MINUTES",
    value: "N",
    help: "How long codebuild-breakpoint pauses a build that nobody resumes (default: until the build's time-out ends it).",
  },
  dockerHost: {
    flag: "docker-host",
    env: "CODEBUILD_LOCAL_DOCKER_HOST",
    alsoEnv: ["DOCKER_HOST"],
    value: "URL",
    help: "The Docker engine, as unix://, tcp:// or ssh:// (default: the local socket).",
  },
  dockerCertPath: {
    flag: "docker-cert-path",
    env: "CODEBUILD_LOCAL_DOCKER_CERT_PATH",
    alsoEnv: ["DOCKER_CERT_PATH"],
    value: "DIRECTORY",
    help: "The folder of ca.pem, cert.pem and key.pem of a tcp:// Docker engine behind TLS.",
  },
  dockerConfig: {
    flag: "docker-config",
    env: "CODEBUILD_LOCAL_DOCKER_CONFIG",
    alsoEnv: ["DOCKER_CONFIG"],
    value: "DIRECTORY|none",
    help: "The folder of the config.json with your logins at registries, used for pulls (default: ~/.docker).",
  },
  dockerNetwork: {
    flag: "docker-network",
    env: "CODEBUILD_LOCAL_DOCKER_NETWORK",
    value: "NAME",
    help: "The Docker network that builds run in (default: bridge).",
  },
  addHost: {
    flag: "add-host",
    env: "CODEBUILD_LOCAL_ADD_HOST",
    value: "NAME:ADDRESS",
    multiple: true,
    help: "A further name in builds' /etc/hosts; host-gateway as the address is the machine's. Repeatable.",
  },
  pull: {
    flag: "pull",
    env: "CODEBUILD_LOCAL_PULL",
    value: "missing|always|never",
    initial: "missing",
    help: "When images are pulled.",
  },
  s3Endpoint: {
    flag: "s3-endpoint",
    env: "CODEBUILD_LOCAL_S3_ENDPOINT",
    alsoEnv: ["AWS_ENDPOINT_URL_S3"],
    value: "URL",
    help: "An S3 for sources and artifacts instead of the embedded one.",
  },
  logsEndpoint: {
    flag: "logs-endpoint",
    env: "CODEBUILD_LOCAL_LOGS_ENDPOINT",
    alsoEnv: ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"],
    value: "URL",
    help: "A CloudWatch Logs for build logs instead of the embedded one.",
  },
  ssmEndpoint: {
    flag: "ssm-endpoint",
    env: "CODEBUILD_LOCAL_SSM_ENDPOINT",
    alsoEnv: ["AWS_ENDPOINT_URL_SSM"],
    value: "URL",
    help: "A Parameter Store for builds' variables instead of the embedded one.",
  },
  secretsManagerEndpoint: {
    flag: "secretsmanager-endpoint",
    env: "CODEBUILD_LOCAL_SECRETSMANAGER_ENDPOINT",
    alsoEnv: ["AWS_ENDPOINT_URL_SECRETS_MANAGER"],
    value: "URL",
    help: "A Secrets Manager for builds' variables instead of the embedded one.",
  },
  eventsUrl: {
    flag: "events-url",
    env: "CODEBUILD_LOCAL_EVENTS_URL",
    value: "URL",
    help: "Where the events of builds (state and phase changes) are posted to, each as EventBridge delivers it.",
  },
  eventBridgeEndpoint: {
    flag: "eventbridge-endpoint",
    env: "CODEBUILD_LOCAL_EVENTBRIDGE_ENDPOINT",
    alsoEnv: ["AWS_ENDPOINT_URL_EVENTBRIDGE"],
    value: "URL",
    help: "An EventBridge that the events of builds are put to.",
  },
  eventBus: {
    flag: "event-bus",
    env: "CODEBUILD_LOCAL_EVENT_BUS",
    value: "NAME",
    initial: "default",
    help: "The event bus of --eventbridge-endpoint, by name or ARN.",
  },
  eventSource: {
    flag: "event-source",
    env: "CODEBUILD_LOCAL_EVENT_SOURCE",
    value: "NAME",
    initial: "aws.codebuild",
    help: "The events' `source`. A real AWS account takes none that begins with `aws.`; emulators do.",
  },
  gitRewrite: {
    flag: "git-rewrite",
    env: "CODEBUILD_LOCAL_GIT_REWRITE",
    value: "FROM=TO",
    multiple: true,
    help: "Where git sources are fetched from instead: a URL (below it all, when it ends with a slash) or a local path. Repeatable.",
  },
  gitUncommitted: {
    flag: "git-uncommitted",
    env: "CODEBUILD_LOCAL_GIT_UNCOMMITTED",
    help: "Builds of a local working repository (--git-rewrite) get its uncommitted files too, unless they name a source version.",
  },
  efsRewrite: {
    flag: "efs-rewrite",
    env: "CODEBUILD_LOCAL_EFS_REWRITE",
    value: "FROM=TO",
    multiple: true,
    help: "Where a file system of projects is mounted from instead: NAME[:/DIRECTORY] of an NFS server, or volume:NAME for a Docker volume. Repeatable.",
  },
  logFormat: {
    flag: "log-format",
    env: "CODEBUILD_LOCAL_LOG_FORMAT",
    value: "text|json",
    initial: "text",
    help: "The form of the endpoint's own log.",
  },
  logLevel: {
    flag: "log-level",
    env: "CODEBUILD_LOCAL_LOG_LEVEL",
    value: "debug|info|warn|error",
    initial: "info",
    help: "The least severe lines of the endpoint's own log.",
  },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** Switches of the services on the port: environment variables only, `true` (the default) or `false`. */
export const SERVICE_SWITCHES = {
  codebuild: ["CODEBUILD_LOCAL_SERVICES_CODEBUILD_ENABLED", "FLOCI_SERVICES_CODEBUILD_ENABLED"],
  s3: ["CODEBUILD_LOCAL_SERVICES_S3_ENABLED"],
  logs: ["CODEBUILD_LOCAL_SERVICES_LOGS_ENABLED"],
  ssm: ["CODEBUILD_LOCAL_SERVICES_SSM_ENABLED"],
  secretsmanager: ["CODEBUILD_LOCAL_SERVICES_SECRETSMANAGER_ENABLED"],
} as const satisfies Record<string, readonly string[]>;

export type ServiceName = keyof typeof SERVICE_SWITCHES;
