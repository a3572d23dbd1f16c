import type { SourceCredentialsInfo } from "../../../generated/codebuild/types.ts";
import type { Database } from "../database.ts";
import type { CredentialRepository } from "../store.ts";
import { bytes, toScopeText } from "./columns.ts";
import { fromRecordBytes, toRecordBytes } from "./record-codec.ts";
import type { SecretBox } from "../../common/secret-box.ts";

export function createCredentialRepository(database: Database, box: SecretBox): CredentialRepository {
  return {
    get(scope, serverType, authType) {
      const row = database
        .prepare("SELECT record FROM credential WHERE scope = ? AND server_type = ? AND auth_type = ?")
        .get(toScopeText(scope), serverType, authType);
      return row && fromRecordBytes("SourceCredentialsInfo", bytes(row, "record"));
    },
    put(scope, info, secret) {
      const { arn, serverType, authType } = toColumns(info);
      database
        .prepare(
          "INSERT INTO credential (scope, server_type, auth_type, arn, record, secret) VALUES (?, ?, ?, ?, ?, ?) " +
            "ON CONFLICT (scope, server_type, auth_type) DO UPDATE SET arn = excluded.arn, record = excluded.record, secret = excluded.secret",
        )
        .run(
          toScopeText(scope),
          serverType,
          authType,
          arn,
          toRecordBytes("SourceCredentialsInfo", info),
          box.seal(arn, JSON.stringify([secret.token, secret.username ?? null])),
        );
    },
    secret(arn) {
      const row = database.prepare("SELECT secret FROM credential WHERE arn = ?").get(arn);
      if (row === undefined) return undefined;
      const [token, username] = JSON.parse(box.open(arn, bytes(row, "secret"))) as [string, string | null];
      return { token, username: username ?? undefined };
    },
    delete: (arn) => database.prepare("DELETE FROM credential WHERE arn = ?").run(arn).changes > 0,
    list: (scope) =>
      database
        .prepare("SELECT record FROM credential WHERE scope = ? ORDER BY server_type, auth_type")
        .all(toScopeText(scope))
        .map((row) => fromRecordBytes("SourceCredentialsInfo", bytes(row, "record"))),
  };
}

function toColumns({ arn, serverType, authType }: SourceCredentialsInfo) {
  if (arn === undefined || serverType === undefined || authType === undefined) {
    throw new TypeError("a stored credential has an ARN, a server type and an auth type");
  }
  return { arn, serverType, authType };
}
