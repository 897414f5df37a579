/** How long things are waited for after a fault, and how often they are looked at. */
export const WATCHED_MS = 60_000;
export const LOOK_EVERY_MS = 40;
