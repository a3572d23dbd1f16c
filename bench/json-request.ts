import { Agent, request as httpRequest } from "node:http";

/** A call of the awsJson1_1 protocol. */
export interface JsonRequest {
  /** The value of X-Amz-Target. */
  readonly target: string;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** As sent, name and value in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** What a signing client sends beside the body; nobody here verifies the signature, and all contenders get the same. */
export function toHeaders({ target, body }: JsonRequest): Readonly<Record<string, string>> {
  return {
    "Content-Type": "application/x-amz-json-1.1",
    "Content-Length": String(Buffer.byteLength(body)),
    "X-Amz-Target": target,
    "X-Amz-Date": "20260101T000000Z",
    Authorization:
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/codebuild/aws4_request, " +
      `SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${"0".repeat(64)}`,
  };
}

const keptConnections = new Agent({ keepAlive: true });

export function request(url: string, call: JsonRequest, keepAlive = true): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      { method: "POST", headers: toHeaders(call), agent: keepAlive ? keptConnections : false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, rawHeaders: response.rawHeaders, body: Buffer.concat(chunks) });
        });
      },
    );
    sent.setTimeout(60_000, () => sent.destroy(new Error(`${call.target}: no answer within a minute`)));
    sent.on("error", reject);
    sent.end(call.body);
  });
}

/** The answer's JSON; anything but 200 is an error. */
export async function call<Output>(url: string, target: string, input: object): Promise<Output> {
  const answer = await request(url, { target, body: JSON.stringify(input) });
  if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${answer.body.toString()}`);
  return JSON.parse(answer.body.toString()) as Output;
}
