/** What a person sees when everything runs. */
export function welcome(url: string, pulse: string): string {
  return `
Pulse ERP runs.

  Orders        ${url}/orders
  API           ${url}/docs
  Live events   curl -N ${url}/orders/stream
  Health        ${url}/health
  Metrics       ${url}/metrics
  Data, logs    ${pulse}   (addresses and passwords: run.json)

Post a first order:

  curl ${url}/orders -H 'content-type: application/json' -d '{"customer_id":"550e8400-e29b-41d4-a716-446655440000",
    "items":[{"sku":"WIDGET-001","qty":2,"price":19.99},{"sku":"GADGET-002","qty":1,"price":49.99}]}'

Ctrl-C stops everything.
`;
}

/** A terminal's scrollback and a log are no place for passwords; run.json has them. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//').replace(/([?&]password=)[^&]*/, '$1…');
}
