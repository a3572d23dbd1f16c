import type { MemberIR, OperationIR, ServiceIR, ShapeIR } from "./ir.ts";

/** What changed in an API, one line each: `+` added, `-` removed, `~` changed. Sorted; empty when nothing did. */
export function apiChanges(before: ServiceIR, after: ServiceIR): string[] {
  const [old, now] = [facts(before), facts(after)];
  const lines: [fact: string, line: string][] = [];
  for (const [fact, value] of now) {
    const previous = old.get(fact);
    if (previous === undefined) lines.push([fact, `+ ${fact}${value === "" ? "" : `: ${value}`}`]);
    else if (previous !== value) lines.push([fact, `~ ${fact}: ${previous || "(none)"} → ${value || "(none)"}`]);
  }
  for (const fact of old.keys()) if (!now.has(fact)) lines.push([fact, `- ${fact}`]);
  return lines.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, line]) => line);
}

/** Every operation, shape, member and enum value by a name of its own, with what is said of it. */
function facts(service: ServiceIR): Map<string, string> {
  const all = new Map<string, string>([["protocols", service.protocols.join(", ")]]);
  for (const operation of service.operations) all.set(`operation ${operation.name}`, describeOperation(operation));
  for (const shape of service.shapes) addShape(shape, all);
  return all;
}

function describeOperation({ input, output, errors, pagination }: OperationIR): string {
  const parts = [`${input ?? "Unit"} → ${output ?? "Unit"}`];
  if (errors.length > 0) parts.push(`errors ${errors.join(", ")}`);
  if (pagination) parts.push(`paginated ${JSON.stringify(pagination)}`);
  return parts.join("; ");
}

function addShape(shape: ShapeIR, all: Map<string, string>): void {
  const { name } = shape;
  switch (shape.kind) {
    case "structure":
    case "union": {
      const error = shape.kind === "structure" && shape.error ? ` error ${JSON.stringify(shape.error)}` : "";
      all.set(`${shape.kind} ${name}`, error.trim());
      for (const member of shape.members) all.set(`member ${name}.${member.name}`, describeMember(member));
      break;
    }
    case "list":
      all.set(`list ${name}`, `${shape.sparse ? "sparse " : ""}of ${describeMember(shape.member)}`);
      break;
    case "map":
      all.set(
        `map ${name}`,
        `${shape.sparse ? "sparse " : ""}of ${describeMember(shape.key)} to ${describeMember(shape.value)}`,
      );
      break;
    case "enum":
      for (const { value } of shape.values) all.set(`enum value ${name}.${value}`, "");
      break;
    case "intEnum":
      for (const value of shape.values) all.set(`enum value ${name}.${String(value)}`, "");
      break;
    default:
      break;
  }
}

function describeMember({ target, required, default: fallback, constraints, sensitive }: MemberIR): string {
  const { length, range, pattern, uniqueItems } = constraints;
  return [
    target,
    ...(required ? ["required"] : []),
    ...(fallback === undefined ? [] : [`default ${JSON.stringify(fallback)}`]),
    ...(length ? [`length ${bounds(length)}`] : []),
    ...(range ? [`range ${bounds(range)}`] : []),
    ...(pattern === undefined ? [] : [`pattern ${pattern}`]),
    ...(uniqueItems ? ["unique items"] : []),
    ...(sensitive ? ["sensitive"] : []),
  ].join(", ");
}

function bounds({ min, max }: { readonly min?: number; readonly max?: number }): string {
  return `${String(min ?? "")}..${String(max ?? "")}`;
}
