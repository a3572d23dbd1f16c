import { readFileSync } from "node:fs";
import { ModelError } from "./model-error.ts";
import { parseSettings, type ServiceSettings } from "./settings.ts";
import type { AstShape, SmithyAst } from "./smithy-ast.ts";

const pluginId = "run::codebuild-local";

/** A projection of `smithy-build.json` that our plugin generates. */
export interface Projection {
  /** Also the name of the folder under `generated/`. */
  readonly name: string;
  readonly settings: ServiceSettings;
}

export interface SmithyBuild {
  /** Paths from the project's root. */
  readonly sources: readonly string[];
  readonly projections: readonly Projection[];
}

interface RawProjection {
  readonly transforms?: readonly { readonly name: string; readonly args?: { readonly services?: readonly string[] } }[];
  readonly plugins?: Readonly<Record<string, { readonly command?: readonly string[] }>>;
}

/** Reads `smithy-build.json`, the same file that the Smithy CLI builds with. */
export function readSmithyBuild(root: string): SmithyBuild {
  const raw = JSON.parse(readFileSync(`${root}/smithy-build.json`, "utf8")) as {
    readonly sources: readonly string[];
    readonly projections: Readonly<Record<string, RawProjection>>;
  };
  const projections = Object.entries(raw.projections).flatMap(([name, projection]): Projection[] => {
    const command = projection.plugins?.[pluginId]?.command;
    if (command === undefined) return [];
    const args = command.slice(command.indexOf("--stdin"));
    return [{ name, settings: { service: serviceOf(name, projection), ...parseSettings(args) } }];
  });
  return { sources: raw.sources, projections };
}

function serviceOf(name: string, { transforms = [] }: RawProjection): string {
  const foreign = transforms.find((transform) => transform.name !== "includeServices");
  if (foreign) throw new ModelError(`projection ${name} has the transform ${foreign.name}, which is not supported`);
  const services = transforms.flatMap(({ args }) => args?.services ?? []);
  const [service] = services;
  if (service === undefined || services.length > 1) throw new ModelError(`projection ${name} must name one service`);
  return service;
}

/** All source models as one. */
export function readSources(root: string, { sources }: SmithyBuild): SmithyAst {
  const shapes: Record<string, AstShape> = {};
  for (const source of sources) {
    const model = JSON.parse(readFileSync(`${root}/${source}`, "utf8")) as SmithyAst;
    Object.assign(shapes, model.shapes);
  }
  return { smithy: "2.0", shapes };
}
