import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ServiceSettings } from "../../codegen/settings.ts";

/** The folder of Smithy's official cases; it lies beside the project and is not part of it. */
export const casesFolder = fileURLToPath(new URL("../../../shared/conformance/", import.meta.url));

export const casesAreThere = existsSync(casesFolder);

export interface Suite {
  /** `<name>.model.json` and `<name>.cases.json` in the folder. */
  readonly name: string;
  readonly service: string;
  readonly validation: ServiceSettings["validation"];
  /** Cases that are left out, by id, each with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Headers of a case, by its id, that are not asked for, each with the reason. */
  readonly ignoredHeaders?: Readonly<Record<string, { readonly header: string; readonly why: string }>>;
}

const noBody = "has neither a target nor a body: it asserts that a client compresses";
const smithy = "smithy" as const;

export const suites: readonly Suite[] = [
  {
    name: "awsJson1_1.JsonProtocol",
    service: "aws.protocoltests.json#JsonProtocol",
    validation: smithy,
    leftOut: {
      parses_the_request_id_from_the_response:
        "asserts what a client reads from a header, not what a server derives from params",
      SDKAppliedContentEncoding_awsJson1_1: noBody,
      SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1: noBody,
    },
    ignoredHeaders: {
      AwsJson11IntEnums: {
        header: "X-Amz-Target",
        why: "the official case asks for this request header in the response",
      },
    },
  },
  {
    name: "awsJson1_1.converted.JsonValidation",
    service: "aws.protocoltests.restjson.validation#JsonValidation",
    validation: smithy,
    leftOut: {
      RestJsonMalformedPatternReDOSString:
        "needs a regular expression engine in linear time; V8 would take minutes (the generator warns of such patterns)",
    },
  },
  {
    name: "awsJson1_1.converted.JsonMalformed",
    service: "aws.protocoltests.restjson#JsonMalformed",
    validation: smithy,
    leftOut: {},
  },
  {
    name: "rpcv2Cbor.RpcV2Protocol",
    service: "smithy.protocoltests.rpcv2Cbor#RpcV2Protocol",
    validation: smithy,
    leftOut: {},
  },
  {
    name: "rpcv2Cbor.NonQueryCompatibleRpcV2Protocol",
    service: "aws.protocoltests.rpcv2cbor#NonQueryCompatibleRpcV2Protocol",
    validation: smithy,
    leftOut: {},
  },
];
