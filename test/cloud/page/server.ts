/** A page on loopback that shows the Slack channel of a local cloud, and its list beside it. It fetches nothing from elsewhere. */
import { readFile } from 'node:fs/promises';
import { type Cloud, TABLE } from '../cloud';
import { type Answer, type Call, type Served, type ServeOptions, serve } from '../serve';
import { Refusal } from '../tablestore/refusal';
import type { Value } from '../tablestore/value';
import { bundle } from './bundle';
import { pageState } from './state';

/** Text of a message that got into the page as markup could load or run nothing: all that is allowed are the page's own files. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

export function pageServer(
  { slack, tablestore }: Pick<Cloud, 'slack' | 'tablestore'>,
  options: Pick<ServeOptions, 'port' | 'now'> = {},
): Promise<Served> {
  const { now = Date.now } = options;

  return serve(options, async ({ method, url }: Call) => {
    if (method !== 'GET') return answer(405, 'text/plain', 'the page can only be looked at');
    switch (url.split('?')[0]) {
      case '/':
        return answer(200, 'text/html', await file('page.html'));
      case '/page.js':
        return answer(200, 'text/javascript', (await bundle()).script);
      case '/page.css':
        return answer(200, 'text/css', (await bundle()).style);
      case '/avatar.svg':
        return answer(200, 'image/svg+xml', await file('avatar.svg'));
      case '/state':
        return answer(200, 'application/json', JSON.stringify(pageState(slack.messages, rows(), now())));
      default:
        return answer(404, 'text/plain', 'there is no such page');
    }
  });

  /** Until somebody makes the table there are none. */
  function rows(): Record<string, Value>[] {
    try {
      return tablestore.rows(TABLE);
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  }
}

function answer(status: number, type: string, body: string): Answer {
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  return { status, headers, body };
}

function file(name: string): Promise<string> {
  return readFile(new URL(`view/${name}`, import.meta.url), 'utf8');
}
