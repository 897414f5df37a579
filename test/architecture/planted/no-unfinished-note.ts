// TODO: one day
export const unfinished = true;
