/** A Smithy 2.0 model in its JSON AST form, as far as a service's closure needs it. */
export interface SmithyAst {
  readonly smithy: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly shapes: Readonly<Record<string, AstShape>>;
}

export type Traits = Readonly<Record<string, unknown>>;

export interface AstReference {
  readonly target: string;
}

export interface AstMember extends AstReference {
  readonly traits?: Traits;
}

export interface AstShape {
  readonly type: string;
  readonly traits?: Traits;
  readonly members?: Readonly<Record<string, AstMember>>;
  readonly mixins?: readonly AstReference[];
  readonly member?: AstMember;
  readonly key?: AstMember;
  readonly value?: AstMember;
  readonly version?: string;
  readonly operations?: readonly AstReference[];
  readonly resources?: readonly AstReference[];
  readonly errors?: readonly AstReference[];
  readonly rename?: Readonly<Record<string, string>>;
  readonly input?: AstReference;
  readonly output?: AstReference;
}

/** The part of a shape id after `#`. */
export function localName(id: string): string {
  return id.slice(id.indexOf("#") + 1);
}

/** The part of a shape id before `#`. */
export function namespaceOf(id: string): string {
  return id.slice(0, id.indexOf("#"));
}

/** Compares shape ids by code unit, as the models are sorted. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const unitId = "smithy.api#Unit";
