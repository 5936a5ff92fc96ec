/** What an action works on, and what an action is. */
import type { Domains } from './object-paths';
import type { Quotas } from './quotas';
import type { Reply } from './reply';
import type { Params } from './request';
import type { Submissions } from './submissions';
import type { Tasks } from './tasks';

/** How DescribeRefreshTaskById nests its entries: as documented, or as its paged sister does. */
export type Shape = 'flat' | 'nested';

export interface Account {
  readonly tasks: Tasks;
  readonly submissions: Submissions;
  readonly quotas: Quotas;
  readonly domains: Domains;
  readonly shape: Shape;
}

export type Action = (params: Params, account: Account) => Reply;
