import type { Problem } from './problem.js';

/** What can be wrong with a request before its meaning matters: routing, framing, headers, JSON, fields. */
export const requestProblems = {
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    about: 'The body is empty, cut off, not UTF-8, or breaks the grammar of RFC 8259. `detail` names the position.',
  },
  duplicate_key: {
    status: 400,
    title: 'The body repeats a key',
    about: 'An object names the same key twice (`pointer`): readers could disagree about its value (RFC 8259, section 4).',
  },
  forbidden_key: {
    status: 400,
    title: 'The body uses a key that is not allowed',
    about: 'A key such as `__proto__` (`pointer`) that could change what an object inherits.',
  },
  json_too_deep: {
    status: 400,
    title: 'The body is nested too deeply',
    about: 'Objects and arrays inside one another beyond the limit that `detail` names.',
  },
  json_too_complex: {
    status: 400,
    title: 'The body holds too many objects and arrays',
    about: 'More than the number that `detail` names, which rises with the size of the body. Send fewer of them in one request.',
  },
  empty_items: {
    status: 400,
    title: 'An order needs at least one item',
    about: '`items` is missing or empty.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor was not given out by this list',
    about: 'Take `next_cursor` of an earlier answer as it is, with the same filters and the same `sort`; or start without one.',
  },
  malformed_request: {
    status: 400,
    title: 'The request is not valid HTTP',
    about: 'The request line, a header, the framing or the encoding of the path cannot be read (RFC 9112).',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    about: 'The address is well formed, but nothing lives there.',
  },
  route_not_found: {
    status: 404,
    title: 'There is no such route',
    about: 'No call of this service has that path; `/docs` lists them.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The route does not take this method',
    about: 'The header `Allow` lists the methods that it takes.',
  },
  not_acceptable: {
    status: 406,
    title: 'The answer is not available in the wanted form',
    about: 'The `Accept` header leaves out every media type that the route can answer with.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    about: 'Headers or body came in more slowly than the server waits. Nothing was done.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    about: '`detail` names the limit in bytes.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    about: 'Path or query exceed what the server reads.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has a media type that the route does not take',
    about: 'Send `application/json`, to PATCH also `application/merge-patch+json`, in UTF-8 and without `Content-Encoding`.',
  },
  validation_failed: {
    status: 422,
    title: 'Some fields are not valid',
    about: '`errors` lists every fault at once as `{pointer, message}`; the pointer is a JSON Pointer (RFC 6901) into the body, '
      + 'or `/query/<name>`, `/path/<name>` and `/headers/<name>` for the other parts of a request.',
  },
  number_out_of_range: {
    status: 422,
    title: 'A number cannot be read exactly',
    about: 'A number (`pointer`) is larger or has more digits than a double holds (RFC 8259, section 6).',
  },
  header_fields_too_large: {
    status: 431,
    title: 'The headers are too large',
    about: 'The header section exceeds what the server reads.',
  },
} satisfies Record<string, Problem>;
