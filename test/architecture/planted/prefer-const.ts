let never = 1;
export const twice = never * 2;
