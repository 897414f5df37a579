/** Who asks, when, and why. */
export interface Circumstances {
  readonly actor: string;
  readonly now: Date;
  readonly reason?: string | null;
}
