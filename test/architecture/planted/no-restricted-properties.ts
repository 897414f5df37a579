export function read(body: string): unknown {
  return JSON.parse(body);
}
