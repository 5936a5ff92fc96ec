/** The part of @alicloud/fc2 that this product uses; the package has no types. */
declare module '@alicloud/fc2' {
  interface Answer {
    readonly headers: Readonly<Record<string, string | undefined>>;
    /** A Buffer or text; what its content type calls JSON is parsed. */
    readonly data: unknown;
  }

  class Client {
    constructor(
      accountId: string,
      config: {
        /** With these capitals. */
        accessKeyID: string;
        accessKeySecret: string;
        /** Read for keys that begin with STS only. */
        securityToken?: string | undefined;
        region: string;
        endpoint: string;
        /** For connecting and for the answer, each. Ms. */
        timeout: number;
      },
    );
    version: string;
    securityToken?: string;
    get(path: string): Promise<Answer>;
    post(
      path: string,
      body: Buffer,
      headers: Record<string, string>,
      queries: Record<string, string>,
      options: { rawBuf: boolean },
    ): Promise<Answer>;
  }

  export = Client;
}
