/** One request as the load generator sends it. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is measured. A new one is a file beside this and a line in scenarios.ts. */
export interface Scenario {
  /** As `--only` names it. */
  readonly name: string;
  readonly about: string;
  /** `baseline` is a bare Fastify application: what HTTP and JSON alone cost on this machine. */
  readonly target: 'baseline' | 'service';
  /** Makes what the requests need. The load generator sends the list over and over. */
  prepare(url: string): Promise<readonly LoadRequest[]>;
}
