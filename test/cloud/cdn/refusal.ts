/** A call the CDN API turns down, with the code and the HTTP status it does that with. */
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

export function missing(parameter: string): Refusal {
  return new Refusal(400, `Missing${parameter}`, `${parameter} is mandatory for this action.`);
}

export function invalid(parameter: string, message = `The specified ${parameter} is invalid.`): Refusal {
  return new Refusal(400, `Invalid${parameter}`, message);
}
