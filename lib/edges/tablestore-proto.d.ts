/** The tablestore package's own protobuf module, which its types leave out. Only what this product reads of it. */
declare module 'tablestore/lib/protocol/tablestore_compiled_proto.js' {
  const root: {
    main: { proto: { Error: { decode(body: Uint8Array): { code: string; message: string } } } };
  };
  export = root;
}
