import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { apiChanges } from "./api-changes.ts";
import { fromBotocore } from "./import/botocore.ts";
import { type BotocorePackage, downloadBotocore, installedBotocore } from "./import/botocore-package.ts";
import { cutModel } from "./import/cut.ts";
import { normalise } from "./import/normalise.ts";
import { applyOverlay, type Overlay } from "./import/overlay.ts";
import { loadService } from "./load.ts";
import { ModelError } from "./model-error.ts";
import type { ServiceSettings } from "./settings.ts";
import { readSmithyBuild } from "./smithy-build.ts";
import { namespaceOf, type SmithyAst } from "./smithy-ast.ts";
import { toServiceIR } from "./to-ir.ts";

const usage = `npm run model:update -- [--model <name>] <source>

  botocore                the newest botocore that pip finds
  botocore==1.44.5        that version
  --installed-botocore    the one that Python imports here
  <file or https URL>     a Smithy JSON AST, the form in which AWS publishes its models

Updates every model in model/ (of a Smithy AST: the one whose service it has; of botocore: all, or --model), and prints
what changed in the API: + added, - removed, ~ changed.`;

/** Where each model came from; a file or URL is told by its last part only. */
type Origins = Record<string, { readonly from: string; readonly version: string; readonly overlay: boolean }>;

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const originsPath = `${root}/model/SOURCES.json`;

try {
  await main();
} catch (error) {
  if (!(error instanceof ModelError)) throw error;
  console.error(`model:update: ${error.message}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      model: { type: "string" },
      "installed-botocore": { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const installed = values["installed-botocore"] === true;
  const [source] = positionals;
  if (values.help === true || positionals.length > 1 || (source === undefined) === !installed) {
    console.log(usage);
    process.exitCode = values.help === true ? 0 : 1;
    return;
  }
  const wanted = readSmithyBuild(root).projections.filter(({ name }) => (values.model ?? name) === name);
  if (wanted.length === 0) throw new ModelError(`smithy-build.json has no projection ${values.model ?? ""}`);

  const version = /^botocore(?:==(.+))?$/.exec(source ?? "");
  if (installed || version) {
    using botocore = installed ? installedBotocore() : downloadBotocore(version?.[1]);
    for (const { name, settings } of wanted) {
      update(name, settings, fromPackage(botocore, name, settings), {
        from: "botocore",
        version: botocore.version,
        overlay: true,
      });
    }
    return;
  }
  const model = JSON.parse(await readText(source ?? "")) as SmithyAst;
  const held = wanted.filter(({ settings }) => model.shapes[settings.service] !== undefined);
  if (held.length === 0) {
    throw new ModelError(`the model has none of ${wanted.map(({ settings }) => settings.service).join(", ")}`);
  }
  for (const { name, settings } of held) {
    const from = (source ?? "").replace(/[?#].*$/, "").replace(/^.*[/\\]/, "");
    update(name, settings, model, { from, version: model.shapes[settings.service]?.version ?? "", overlay: false });
  }
}

/** The folder of a service in botocore has the name of our projection. */
function fromPackage(botocore: BotocorePackage, name: string, { service }: ServiceSettings): SmithyAst {
  const overlays = JSON.parse(readFileSync(`${root}/model/overlay.json`, "utf8")) as Readonly<Record<string, Overlay>>;
  const namespace = namespaceOf(service);
  const { service: raw, paginators } = botocore.read(name);
  return applyOverlay(fromBotocore(raw, paginators, namespace), overlays[name] ?? {}, namespace);
}

async function readText(source: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) return readFileSync(source, "utf8");
  const response = await fetch(source);
  if (!response.ok) throw new ModelError(`the model's address answered ${String(response.status)}`);
  return response.text();
}

function update(name: string, settings: ServiceSettings, imported: SmithyAst, origin: Origins[string]): void {
  const model = normalise(cutModel(imported, settings.service, settings.operations));
  const path = `${root}/model/${name}.json`;
  const after = toServiceIR(loadService(model, settings.service));
  const before = existsSync(path) ? readIR(path, settings) : { ...after, protocols: [], operations: [], shapes: [] };
  const changes = apiChanges(before, after);
  const { operations, shapes } = after;
  console.log(
    `model/${name}.json from ${origin.from} ${origin.version}: ${String(operations.length)} operations, ` +
      `${String(shapes.length)} shapes; ${changes.length === 0 ? "no change" : `changes: ${String(changes.length)}`}`,
  );
  for (const change of changes) console.log(`  ${change}`);

  writeFileSync(path, `${JSON.stringify(model, null, 2)}\n`);
  const origins = existsSync(originsPath) ? (JSON.parse(readFileSync(originsPath, "utf8")) as Origins) : {};
  const sorted = Object.entries({ ...origins, [name]: origin }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(originsPath, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

function readIR(path: string, settings: ServiceSettings): ReturnType<typeof toServiceIR> {
  const model = JSON.parse(readFileSync(path, "utf8")) as SmithyAst;
  return toServiceIR(loadService(model, settings.service));
}
