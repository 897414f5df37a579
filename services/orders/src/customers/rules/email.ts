/** RFC 5321, section 4.5.3.1, with erratum 1690: the longest path is 256 octets, the brackets around it included. */
export const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;

/**
 * A valid e-mail address of the HTML standard (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), which is
 * RFC 5322 without what no mailbox has: comments, white space, quoted strings. Addresses beyond ASCII (RFC 6531) are none.
 */
const VALID_EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

export function isEmail(text: string): boolean {
  return text.length <= MAX_EMAIL && VALID_EMAIL.test(text) && text.indexOf('@') <= MAX_LOCAL_PART;
}
