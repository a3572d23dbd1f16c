// docs/architecture.md, section 2: what each package of src/ may import. A wrong arrow, a cycle, or a file that belongs to
// no package fails the check.

/** The interface file of a noun: src/<noun>/<noun>.ts and its like, that is, what lies directly in the noun's folder. */
const nouns = ["environment", "source", "artifacts", "cache", "logs", "parameters", "events", "store"];
const interfaces = `^src/(${nouns.join("|")})/[^/]+\\.ts$`;
const generated = "^generated/";
const test = "\\.test\\.ts$";

/** Each package: where its files are; which of our files it may import; of which it may import types only. */
const packages = [
  { name: "common", files: "^src/common/", may: [] },
  { name: "domain", files: "^src/domain/", may: ["^src/common/"], types: [generated] },
  { name: "buildspec", files: "^src/buildspec/", may: ["^src/domain/", "^src/common/"], types: [generated] },
  { name: "reports", files: "^src/reports/", may: ["^src/domain/", "^src/common/"], types: [generated] },
  { name: "protocol", files: "^src/protocol/", may: ["^src/common/"] },
  { name: "generated", files: generated, may: ["^src/protocol/"] },
  { name: "interfaces", files: interfaces, may: ["^src/domain/", "^src/common/"], types: [generated] },
  {
    name: "engine",
    files: "^src/engine/",
    may: ["^src/buildspec/", "^src/reports/", "^src/domain/", "^src/common/", interfaces],
    types: [generated],
  },
  {
    name: "operations",
    files: "^src/operations/",
    may: [generated, "^src/protocol/", "^src/domain/", "^src/buildspec/", "^src/engine/", "^src/common/", interfaces],
  },
  {
    name: "technologies",
    files: `^src/(${nouns.join("|")})/([^/]+)/`,
    // $1 and $2 are the noun and the technology: its own files are its own, another's are not.
    may: ["^src/$1/$2/", interfaces, "^src/domain/", "^src/common/", generated, "^src/protocol/"],
    own: false,
  },
  {
    name: "embedded",
    files: "^src/embedded/([^/]+)/",
    may: ["^src/embedded/$1/", interfaces, "^src/domain/", "^src/common/", generated, "^src/protocol/"],
    own: false,
  },
  { name: "http", files: "^src/http/", may: [generated, "^src/protocol/", "^src/common/"] },
  { name: "config", files: "^src/config/", may: [generated, "^src/protocol/", "^src/common/"] },
  { name: "service", files: "^src/(service\\.ts$|composition/)", may: ["^src/", generated] },
  { name: "main", files: "^src/main\\.ts$", may: ["^src/service\\.ts$", "^src/config/", "^src/common/"] },
  { name: "codegen", files: "^codegen/", may: [] },
];

/** Each library: the only files that may import it. */
const libraries = {
  dockerode: "^src/environment/docker/",
  koa: "^(src/http/|generated/)",
  "node:sqlite": "^src/store/sqlite/",
  "js-yaml": "^src/buildspec/",
  "tar-stream": "^src/(artifacts|cache|source|engine/cache|environment/docker)/",
  yauzl: "^src/source/s3/",
  "@aws-sdk/client-eventbridge": "^src/(composition/|events/eventbridge/)",
  "@aws-sdk/client-s3": "^src/(composition/|source/s3/|artifacts/s3/|cache/s3/|logs/s3/)",
  "@aws-sdk/lib-storage": "^src/(artifacts|cache)/s3/",
  "@aws-sdk/client-cloudwatch-logs": "^src/(composition/|logs/cloudwatch/)",
  "@aws-sdk/client-secrets-manager": "^src/(composition/|parameters/secrets-manager/)",
  "@aws-sdk/client-ssm": "^src/(composition/|parameters/ssm/)",
};

const arrows = packages.map(({ name, files, may, types = [], own = true }) => ({
  name: `${name}-imports`,
  comment: "See the table of imports in docs/architecture.md, section 2.",
  severity: "error",
  from: { path: files, pathNot: test },
  to: {
    path: ["^src/", "^generated/", "^codegen/", "^test/", "^bench/", "^scripts/"],
    pathNot: [...(own ? [files] : []), ...may, ...types],
  },
}));

const typesOnly = packages
  .filter(({ types }) => types !== undefined)
  .map(({ name, files, types }) => ({
    name: `${name}-types-only`,
    comment: "Of these files only types may be imported.",
    severity: "error",
    from: { path: files, pathNot: test },
    to: { path: types, dependencyTypesNot: ["type-only"] },
  }));

const owners = Object.entries(libraries).map(([library, files]) => ({
  name: `${library}-owner`,
  comment: "One place knows this library (docs/architecture.md, section 2).",
  severity: "error",
  from: { path: ["^src/", "^generated/", "^codegen/"], pathNot: [files, test] },
  to: { path: `(^|/)node_modules/(@types/)?${library}/|^${library.replace("node:", "(node:)?")}$` },
}));

module.exports = {
  forbidden: [
    ...arrows,
    ...typesOnly,
    ...owners,
    {
      name: "belongs-to-a-package",
      comment: "Every file of src/, generated/ and codegen/ belongs to one of the packages above.",
      severity: "error",
      module: {
        path: "^(src|generated|codegen)/",
        pathNot: packages.map(({ files }) => files),
        // Whoever imports it or does not: a rule about a module itself has to have a condition.
        numberOfDependentsLessThan: 100,
      },
      from: {},
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "known-libraries",
      comment:
        "What the product takes from npm is bundled and shipped: each library is named above, with who may import it.",
      severity: "error",
      from: { path: "^(src|generated)/", pathNot: test },
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
        pathNot: Object.keys(libraries).map((library) => `(^|/)node_modules/(@types/)?${library}/`),
      },
    },
    {
      name: "product-without-tests",
      comment: "What is shipped does not import what only tests need.",
      severity: "error",
      from: { path: "^(src|generated|codegen)/", pathNot: test },
      to: { path: ["^test/", test] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
    cache: { folder: "node_modules/.cache/dependency-cruiser", strategy: "content" },
  },
};
