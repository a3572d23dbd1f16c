export type ScalarKind =
  "string" | "blob" | "boolean" | "byte" | "short" | "integer" | "long" | "float" | "double" | "timestamp" | "document";

export type TimestampFormat = "epoch-seconds" | "date-time" | "http-date";

/** A scalar kind, or `#` and the name of a shape in the tables. */
export type TypeReference = ScalarKind | `#${string}`;

export interface MemberTraits {
  /** As the model writes it: a blob is base64. */
  readonly default?: unknown;
  readonly format?: TimestampFormat;
  readonly sensitive?: true;
  /** What the values of an input must satisfy; null where a bound is open. */
  readonly length?: Bounds;
  readonly range?: Bounds;
  readonly pattern?: string;
}

export type Bounds = readonly [min: number | null, max: number | null];

export type MemberTable = TypeReference | readonly [TypeReference, MemberTraits];

type MembersTable = Readonly<Record<string, MemberTable>>;

/** The generated description of a service's shapes, by kind and name. */
export interface SchemaTables {
  readonly structures: Readonly<Record<string, MembersTable>>;
  readonly unions?: Readonly<Record<string, MembersTable>>;
  readonly lists?: Readonly<Record<string, MemberTable>>;
  /** Key and value. */
  readonly maps?: Readonly<Record<string, readonly [MemberTable, MemberTable]>>;
  readonly enums?: Readonly<Record<string, readonly string[]>>;
  /** Enum values that are taken but not told. */
  readonly internal?: Readonly<Record<string, readonly string[]>>;
  readonly intEnums?: Readonly<Record<string, readonly number[]>>;
  /** Names of the lists and maps that may hold null. */
  readonly sparse?: readonly string[];
  /** Absolute shape id and HTTP status of each error structure. */
  readonly errors?: Readonly<Record<string, readonly [id: string, status: number]>>;
}

/** A shape, resolved: what the codecs walk. `T` is the TypeScript type of its values. */
export type Shape<T = unknown> = (StructureShape | ListShape | MapShape | EnumShape | ScalarShape) & ValueOf<T>;

interface ValueOf<T> {
  /** Never present: ties the shape to the type of its values. */
  readonly value?: T;
}

export interface StructureShape {
  readonly kind: "structure" | "union";
  readonly name: string;
  readonly members: readonly Member[];
  readonly byName: ReadonlyMap<string, Member>;
  /** The members that have a default, which absent ones are given. */
  readonly defaulted: readonly Member[];
  /** Whether a value is its own JSON form. */
  readonly plain: false;
}

export interface ListShape {
  readonly kind: "list";
  readonly name: string;
  readonly sparse: boolean;
  readonly member: Member;
  readonly plain: boolean;
}

export interface MapShape {
  readonly kind: "map";
  readonly name: string;
  readonly sparse: boolean;
  readonly key: Member;
  readonly member: Member;
  readonly plain: boolean;
}

export interface EnumShape {
  readonly kind: "enum";
  readonly name: string;
  readonly values: readonly string[];
  /** Values that are taken but not told. */
  readonly internal: readonly string[];
  readonly plain: true;
}

export interface ScalarShape {
  readonly kind: ScalarKind;
  readonly name: string;
  readonly plain: boolean;
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  /** Place among its structure's members. */
  readonly index: number;
  readonly default: unknown;
  readonly format: TimestampFormat;
  readonly sensitive: boolean;
  readonly constraints: Pick<MemberTraits, "length" | "range" | "pattern">;
}

/** The shapes of a service, each resolved when it is first asked for. */
export interface AnySchema {
  shape(name: string): Shape;
  /** Absolute shape id and HTTP status of an error structure. */
  error(name: string): { readonly id: string; readonly status: number } | undefined;
}

/** As `AnySchema`, with the types of the service's structures by name. */
export interface Schema<Structures extends object> extends AnySchema {
  shape<Name extends keyof Structures & string>(name: Name): Shape<Structures[Name]>;
  shape(name: string): Shape;
}

const plainKinds: ReadonlySet<string> = new Set(["string", "boolean", "byte", "short", "integer", "document"]);

export function defineSchema<Structures extends object>(tables: SchemaTables): Schema<Structures> {
  const resolved = new Map<string, Shape>();
  const sparse = new Set(tables.sparse);

  function reference(type: TypeReference): Shape {
    const known = resolved.get(type);
    if (known !== undefined) return known;
    if (type.startsWith("#")) return resolve(type, type.slice(1));
    const scalar = { kind: type as ScalarKind, name: type, plain: plainKinds.has(type) };
    resolved.set(type, scalar);
    return scalar;
  }

  function member(name: string, table: MemberTable, index: number): Member {
    const [type, traits] = typeof table === "string" ? [table, undefined] : table;
    const shape = reference(type);
    const fallback = traits?.default;
    return {
      name,
      shape,
      index,
      default: shape.kind === "blob" && typeof fallback === "string" ? Buffer.from(fallback, "base64") : fallback,
      format: traits?.format ?? "epoch-seconds",
      sensitive: traits?.sensitive ?? false,
      constraints: traits ?? {},
    };
  }

  // Shapes may be recursive: a shape is known before its members are resolved.
  function resolve(type: string, name: string): Shape {
    const add = <S extends Shape>(shape: S): S => {
      resolved.set(type, shape);
      return shape;
    };
    const structure = tables.structures[name];
    const members = structure ?? tables.unions?.[name];
    if (members !== undefined) {
      const list: Member[] = [];
      const byName = new Map<string, Member>();
      const defaulted: Member[] = [];
      const kind = structure ? "structure" : "union";
      const shape = add({ kind, name, members: list, byName, defaulted, plain: false } as const);
      for (const [memberName, table] of Object.entries(members)) {
        const entry = member(memberName, table, list.length);
        list.push(entry);
        byName.set(memberName, entry);
        if (entry.default !== undefined) defaulted.push(entry);
      }
      return shape;
    }
    const list = tables.lists?.[name];
    if (list !== undefined) {
      const shape = { kind: "list" as const, name, sparse: sparse.has(name), member: unresolved, plain: false };
      add(shape);
      shape.member = member("member", list, 0);
      shape.plain = shape.member.shape.plain;
      return shape;
    }
    const map = tables.maps?.[name];
    if (map !== undefined) {
      const shape = {
        kind: "map" as const,
        name,
        sparse: sparse.has(name),
        key: unresolved,
        member: unresolved,
        plain: false,
      };
      add(shape);
      shape.key = member("key", map[0], 0);
      shape.member = member("value", map[1], 1);
      shape.plain = shape.member.shape.plain;
      return shape;
    }
    const values = tables.enums?.[name];
    if (values !== undefined) {
      return add({ kind: "enum", name, values, internal: tables.internal?.[name] ?? [], plain: true });
    }
    if (tables.intEnums?.[name] !== undefined) return add({ kind: "integer", name, plain: true });
    throw new TypeError(`the schema has no shape ${name}`);
  }

  return {
    shape: (name: string) => reference(`#${name}`),
    error(name) {
      const entry = tables.errors?.[name];
      return entry && { id: entry[0], status: entry[1] };
    },
  };
}

const unresolved: Member = {
  name: "",
  shape: { kind: "document", name: "", plain: false },
  index: 0,
  default: undefined,
  format: "epoch-seconds",
  sensitive: false,
  constraints: {},
};
