/** The most that a read may take of its time with few orders. */
export const MOST = 2;
