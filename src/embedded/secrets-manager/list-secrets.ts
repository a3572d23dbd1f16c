import { InvalidNextTokenException, InvalidParameterException } from "../../../generated/secretsmanager/errors.ts";
import type { Operations } from "../../../generated/secretsmanager/operations.ts";
import type { Filter, ListSecretsRequest } from "../../../generated/secretsmanager/types.ts";
import { toSecretEntry, toVersionStages } from "./secret-entry.ts";
import { secretOfName, type SecretDeps } from "./secret-lookup.ts";
import type { SecretRecord } from "./secret-store.ts";

const LARGEST_PAGE = 100;

export function listSecrets(deps: SecretDeps): Operations["ListSecrets"] {
  return (input, context) => {
    const matches = (input.Filters ?? []).map(toPredicate);
    const secrets = deps.store
      .list(context)
      .filter((secret) => secret.deletion === undefined || secretOfName(deps, context, secret.name) !== undefined)
      .filter((secret) => secret.deletion === undefined || input.IncludePlannedDeletion === true)
      .filter((secret) => matches.every((match) => match(secret)))
      .sort(toOrder(input));
    const start = input.NextToken === undefined ? 0 : afterToken(secrets, input.NextToken);
    const page = secrets.slice(start, start + (input.MaxResults ?? LARGEST_PAGE));
    const last = page.at(-1);
    return {
      SecretList: page.map((secret) => {
        const stages = toVersionStages(deps.store, secret.id);
        return {
          ...toSecretEntry(secret),
          ...(Object.keys(stages).length === 0 ? {} : { SecretVersionsToStages: stages }),
        };
      }),
      ...(last !== undefined && start + page.length < secrets.length ? { NextToken: formatToken(last.id) } : {}),
    };
  };
}

type Order = (a: SecretRecord, b: SecretRecord) => number;

function toOrder({ SortBy: by = "created-date", SortOrder: order = "asc" }: ListSecretsRequest): Order {
  const sign = order === "desc" ? -1 : 1;
  const key = (secret: SecretRecord): string | number => {
    switch (by) {
      case "name":
        return secret.name;
      case "created-date":
        return secret.created;
      case "last-changed-date":
        return secret.changed;
      case "last-accessed-date":
        return secret.accessed ?? 0;
    }
  };
  return (a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id);
}

/** A text matches by its beginning; `!` before it turns that round. Descriptions match whatever their case (API reference, Filter). */
function toPredicate({ Key: key, Values: values }: Filter): (secret: SecretRecord) => boolean {
  if (key === undefined || values === undefined)
    throw new InvalidParameterException("A filter must have a Key and Values.");
  const texts = textsOf(key);
  return (secret) =>
    values.some((value) => {
      const isNegated = value.startsWith("!");
      const wanted = isNegated ? value.slice(1) : value;
      const isFound = texts(secret).some((text) =>
        key === "description" ? text.toLowerCase().startsWith(wanted.toLowerCase()) : text.startsWith(wanted),
      );
      return isFound !== isNegated;
    });
}

function textsOf(key: NonNullable<Filter["Key"]>): (secret: SecretRecord) => readonly string[] {
  switch (key) {
    case "name":
      return ({ name }) => [name];
    case "description":
      return ({ description }) => (description === undefined ? [] : [description]);
    case "tag-key":
      return ({ tags }) => tags.map((tag) => tag.Key ?? "");
    case "tag-value":
      return ({ tags }) => tags.map((tag) => tag.Value ?? "");
    case "primary-region":
    case "owning-service":
    case "all":
      throw new InvalidParameterException(`The filter key ${key} is not supported by codebuild-local.`);
  }
}

function formatToken(id: number): string {
  return Buffer.from(`after ${id}`).toString("base64url");
}

/** @throws InvalidNextTokenException also where the secret that the page ended with is gone */
function afterToken(secrets: readonly SecretRecord[], token: string): number {
  const index = secrets.findIndex(({ id }) => formatToken(id) === token);
  if (index < 0) throw new InvalidNextTokenException("Invalid token");
  return index + 1;
}
