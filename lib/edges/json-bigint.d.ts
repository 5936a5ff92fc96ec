/** What is used of the json-bigint package, which has no types. */
declare module 'json-bigint' {
  const bigint: { parse(text: { toString(): string }): unknown };
  export = bigint;
}
