import { PROBLEMS } from '#libs/contracts';

/** The page that the `type` of every problem points to. */
export function problemsPage(): string {
  const entries = Object.entries(PROBLEMS).map(
    ([code, { status, title, about }]) =>
      `<article id="${code}"><h2><code>${code}</code> <small>${status}</small></h2><p><strong>${escape(title)}.</strong> ${inline(about)}</p></article>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Problems · Pulse ERP</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h2{font-size:1.1rem;margin:2rem 0 .3rem}small{color:#57606a;font-weight:400}code{background:#f2f4f6;padding:.1em .3em;border-radius:4px}
article:target{border-left:4px solid #0969da;padding-left:1rem}p{margin:0}</style>
<h1>Problems</h1><p>Every error is <code>application/problem+json</code> (RFC 9457). Decide by <code>code</code>; show <code>detail</code> to people.</p>
${entries.join('\n')}</html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function inline(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
