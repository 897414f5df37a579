import { Proxy } from '#libs/testing';
import { Commits } from './commits.js';

/** A way from one program to another, by its name (`orders-1→postgres`), on which faults happen. */
export interface Link {
  readonly name: string;
  readonly proxy: Proxy;
  /** What is committed over it; nothing on a link that leads elsewhere than to PostgreSQL. */
  readonly commits: Commits;
}

export async function openLink(from: string, to: string, target: string): Promise<Link> {
  const proxy = await Proxy.open(target);
  const commits = new Commits();
  if (to === 'postgres') proxy.listen(commits.listen);
  return { name: `${from}→${to}`, proxy, commits };
}
