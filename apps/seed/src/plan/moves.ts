import type { Random } from '#libs/kernel';

/** One call that moves an order on. Lines are numbered from 0; their ids are known once the order was created. */
export type Move =
  | { readonly call: 'patch'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly call: 'cancel'; readonly items?: readonly LineUnits[]; readonly body: Readonly<Record<string, unknown>> }
  | { readonly call: 'items'; readonly status: string; readonly items: readonly LineUnits[] };

export interface LineUnits {
  readonly line: number;
  /** Without it all units of the line. */
  readonly quantity?: number;
}

/** A move that comes some hours after the one before. */
export interface Beat {
  readonly hours: number;
  readonly actor: string;
  readonly move: Move;
}

const ACTORS = {
  customer: ['web:customer'],
  office: ['office:petra', 'office:samir'],
  roastery: ['roastery:jo', 'roastery:mads', 'roastery:ines'],
  courier: ['courier:scan'],
  counter: ['till:1', 'till:2'],
  clock: ['clock'],
} as const;
export type Role = keyof typeof ACTORS;

export function actorOf(role: Role, random: Random): string {
  return random.pick<string>(ACTORS[role]);
}

type Hours = readonly [least: number, most: number];

/** Writes beats, with hours and people drawn from `random`. */
export class Score {
  readonly beats: Beat[] = [];

  constructor(readonly random: Random) {}

  status(status: string, role: Role, hours: Hours, more: Readonly<Record<string, unknown>> = {}): this {
    return this.add(role, hours, { call: 'patch', body: { status, ...more } });
  }

  hold(on: boolean, hours: Hours, reason: string): this {
    return this.add('office', hours, { call: 'patch', body: { on_hold: on, reason } });
  }

  cancel(role: Role, hours: Hours, reason: string, items?: readonly LineUnits[]): this {
    return this.add(role, hours, { call: 'cancel', items, body: { reason } });
  }

  items(status: string, role: Role, hours: Hours, items: readonly LineUnits[]): this {
    return this.add(role, hours, { call: 'items', status, items });
  }

  private add(role: Role, [least, most]: Hours, move: Move): this {
    this.beats.push({ hours: this.random.between(least, most), actor: actorOf(role, this.random), move });
    return this;
  }
}
