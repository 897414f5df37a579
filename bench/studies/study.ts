export interface StudyOptions {
  readonly quick: boolean;
  /** How many orders the large database of `reads-at-size` has. */
  readonly orders: number;
  /** Of the load generators, over all processes of the service together. */
  readonly connections: number;
}

/** A question of its own, with servers of its own; asked only when `--only` names it. */
export interface Study {
  readonly name: string;
  readonly about: string;
  run(options: StudyOptions): Promise<Findings>;
}

export interface Findings {
  /** Goes into bench/results.json under the study's name. */
  readonly figures: object;
  /** The same for a terminal. */
  readonly lines: readonly string[];
  /** Requests that failed; figures with such say nothing. */
  readonly errors: number;
}
