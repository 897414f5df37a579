// @ts-ignore
export const quiet: number = 1;
