import { Proxy } from '#libs/testing';

/** A way from one program to another, by its name (`orders-1→postgres`), on which faults happen. */
export interface Link {
  readonly name: string;
  readonly proxy: Proxy;
}

export async function openLink(from: string, to: string, target: string): Promise<Link> {
  return { name: `${from}→${to}`, proxy: await Proxy.open(target) };
}
