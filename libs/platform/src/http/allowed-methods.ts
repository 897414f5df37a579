import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { FastifyInstance } from 'fastify';

/**
 * Knows which methods a path takes. Fastify answers 404 to a known path with another method; RFC 9110 section 15.5.6 wants
 * 405 with `Allow`. Routes are gathered as they are registered, into a router of our own that only errors ask.
 */
export class AllowedMethods {
  private readonly router = findMyWay({ maxParamLength: 4_096 });
  private readonly methods = new Set<string>();

  /** Must be called before the first route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) this.add(each, url);
    });
  }

  private add(method: string, url: string): void {
    // The catch-all that @fastify/cors registers for preflights is no route of ours.
    if (method === 'OPTIONS' || this.router.hasRoute(method as HTTPMethod, url)) return;
    this.methods.add(method);
    this.router.on(method as HTTPMethod, url, () => undefined);
  }

  /** The methods that `url` (path with or without query) takes, `OPTIONS` included; empty when no route has that path. */
  of(url: string): readonly string[] {
    const path = url.split('?', 1)[0] ?? '';
    const found = [...this.methods].filter((method) => this.finds(method, path));
    return found.length === 0 ? found : [...found, 'OPTIONS'].sort();
  }

  /** The methods of any route. */
  all(): readonly string[] {
    return [...this.methods, 'OPTIONS'].sort();
  }

  private finds(method: string, path: string): boolean {
    try {
      return this.router.find(method as HTTPMethod, path) !== null;
    } catch {
      return false;
    }
  }
}
