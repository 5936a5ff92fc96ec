/** The errors Tablestore answers: status, code and message as documented. https://www.alibabacloud.com/help/en/tablestore/developer-reference/error-codes */

export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function invalid(message: string): Refusal {
  return new Refusal(400, 'OTSParameterInvalid', message);
}

export function unauthorized(message: string): Refusal {
  return new Refusal(403, 'OTSAuthFailed', message);
}

export function keyMismatch(): Refusal {
  return new Refusal(400, 'OTSInvalidPK', 'Primary key schema mismatch.');
}

export function noSuchTable(): Refusal {
  return new Refusal(404, 'OTSObjectNotExist', 'Requested table does not exist.');
}

export function tableExists(): Refusal {
  return new Refusal(409, 'OTSObjectAlreadyExist', 'Requested table already exists.');
}

export function tableNotReady(): Refusal {
  return new Refusal(404, 'OTSTableNotReady', 'The table is not ready.');
}

/** The service has three messages for this code; clients must match the code only. */
export function conditionFailed(message = 'Condition check failed.'): Refusal {
  return new Refusal(403, 'OTSConditionCheckFail', message);
}
