/** The end of a command that stays until it is stopped. */

/** Resolves at Ctrl-C, at a SIGTERM, and when the process that started this one has ended. */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    // npm passes a signal to its shell only, and the shell passes it to nobody: watch for the parent's end.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && resolve(), 500).unref();
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
