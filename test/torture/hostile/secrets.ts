/** Secrets must not come out, whatever was sent in. */

/** Those of these secrets that stand in something said, as they are or encoded once or twice. */
export function leaked(secrets: readonly string[], said: unknown): string[] {
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  return secrets
    .filter((secret) => forms(secret).some((form) => text.includes(form)))
    .map((secret) => `a secret comes out: ${secret.slice(0, 4)}…`);
}

export function forms(secret: string): string[] {
  return [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))];
}
