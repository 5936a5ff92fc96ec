/** What the SDK leaves out of Tablestore's answers: the code of an error, and the time by the service's clock. */
import type TS from 'tablestore';
import proto from 'tablestore/lib/protocol/tablestore_compiled_proto.js';

interface SdkResponse {
  readonly httpResponse: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: Buffer;
  };
  data: unknown;
  error: unknown;
}

const ANSWERED = Symbol('answered');

/** Makes the client read them. */
export function readAnswersOf(client: TS.Client): void {
  const extractData = Reflect.get(client, 'extractData') as (response: SdkResponse) => void;
  Object.assign(client, {
    // The SDK parses errors with a class that does not exist, and then gives the HTTP status for a code.
    extractError,
    // The SDK keeps no header but the request's id.
    extractData: (response: SdkResponse) => {
      extractData(response);
      Object.assign(Object(response.data), {
        [ANSWERED]: Date.parse(response.httpResponse.headers['x-ots-date'] ?? ''),
      });
    },
  });
}

/** When the service gave this answer, by its own clock: ms since 1970. Undefined when it did not say. */
export function answeredAt(answer: object): number | undefined {
  const at = Reflect.get(answer, ANSWERED);
  return Number.isFinite(at) ? Number(at) : undefined;
}

function extractError(response: SdkResponse): void {
  const { statusCode, headers, body } = response.httpResponse;
  const details = { statusCode, requestId: headers['x-ots-requestid'] };
  try {
    const { code, message } = proto.main.proto.Error.decode(body);
    response.error = Object.assign(new Error(message), { code, ...details });
  } catch {
    // A page of something in between, or nothing at all.
    response.error = Object.assign(new Error('the answer is not one of Tablestore'), {
      code: `HTTP ${statusCode}`,
      ...details,
    });
  }
}
