/** One call from its parameters to its answer: route, authenticate, throttle, authorise, perform. */
import type { Answer, Call } from '../serve';
import type { Account, Action } from './account';
import { describeRefreshQuota } from './actions/describe-refresh-quota';
import { describeRefreshTaskById } from './actions/describe-refresh-task-by-id';
import { pushObjectCache } from './actions/push-object-cache';
import { refreshObjectCaches } from './actions/refresh-object-caches';
import { authenticate, type Gate } from './authenticate';
import { PUSH_CALLS_PER_SECOND, QUOTA_CALLS_PER_SECOND, REFRESH_CALLS_PER_SECOND } from './limits';
import { domainsNamed } from './object-paths';
import { Refusal } from './refusal';
import { failure, success } from './reply';
import { formatOf, type Params, paramsOf, required } from './request';
import { Throttle } from './throttle';

const VERSION = '2018-05-10';

export interface ApiParts {
  readonly gate: Gate;
  readonly account: Account;
  readonly monotonic: () => number;
  readonly permits?: ((accessKeyId: string, action: string, domain: string | undefined) => boolean) | undefined;
  readonly describeCallsPerSecond: number;
}

interface Route {
  readonly perform: Action;
  readonly throttle: Throttle;
}

export class Api {
  throttled = 0;
  readonly denied = new Set<string>();
  private answered = 0;
  private readonly routes: ReadonlyMap<string, Route>;

  constructor(private readonly parts: ApiParts) {
    const route = (perform: Action, callsPerSecond: number) => ({ perform, throttle: new Throttle(callsPerSecond) });
    this.routes = new Map([
      ['DescribeRefreshTaskById', route(describeRefreshTaskById, parts.describeCallsPerSecond)],
      ['RefreshObjectCaches', route(refreshObjectCaches, REFRESH_CALLS_PER_SECOND)],
      ['PushObjectCache', route(pushObjectCache, PUSH_CALLS_PER_SECOND)],
      ['DescribeRefreshQuota', route(describeRefreshQuota, QUOTA_CALLS_PER_SECOND)],
    ]);
  }

  answer(call: Call): Answer {
    const params = paramsOf(call);
    const format = formatOf(params);
    const requestId = `E0C2EF95-B1EC-4C93-855E-${(++this.answered).toString(16).toUpperCase().padStart(12, '0')}`;
    try {
      const { method } = call;
      if (method !== 'GET' && method !== 'POST') {
        throw new Refusal(405, 'UnsupportedHTTPMethod', 'The HTTP method is not supported.');
      }
      const action = required(params, 'Action');
      const route = this.route(action, params);
      authenticate(method, params, this.parts.gate);
      this.admit(action, route, params);
      return success(format, action, requestId, route.perform(params, this.parts.account));
    } catch (error) {
      if (error instanceof Refusal) return failure(format, requestId, error);
      throw error;
    }
  }

  private route(action: string, params: Params): Route {
    if (required(params, 'Version') !== VERSION) {
      throw new Refusal(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
    }
    const route = this.routes.get(action);
    if (route !== undefined) return route;
    const message = 'Specified api is not found, please check your url and method.';
    throw new Refusal(404, 'InvalidApi.NotFound', message);
  }

  private admit(action: string, { throttle }: Route, params: Params): void {
    if (!throttle.admits(this.parts.monotonic())) {
      if (action === 'DescribeRefreshTaskById') this.throttled++;
      throw new Refusal(400, 'Throttling.User', 'Request was denied due to user flow control.');
    }
    if (this.denied.has(action) || !this.isPermitted(action, params)) {
      const message = `User not authorized to operate on the specified resource, or this API doesn't support RAM.`;
      throw new Refusal(403, 'Forbidden.RAM', message);
    }
  }

  private isPermitted(action: string, params: Params): boolean {
    const { permits = () => true } = this.parts;
    const path = params.get('ObjectPath');
    const domains = path === undefined ? [undefined] : domainsNamed(path);
    return domains.every((domain) => permits(required(params, 'AccessKeyId'), action, domain));
  }
}
