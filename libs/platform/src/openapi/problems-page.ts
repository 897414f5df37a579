import { PROBLEMS, type Problem } from '#libs/contracts';

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h2 { font-size: 1.1rem; margin: 2rem 0 .3rem }
small { color: #57606a; font-weight: 400 }
code { background: #f2f4f6; padding: .1em .3em; border-radius: 4px }
article:target { border-left: 4px solid #0969da; padding-left: 1rem }
p { margin: 0 }`;

/** The page that the `type` of every problem points to. */
export function problemsPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Problems · Pulse ERP</title>
<style>${STYLE}</style>
<h1>Problems</h1>
<p>Every error is <code>application/problem+json</code> (RFC 9457).
Decide by <code>code</code>; show <code>detail</code> to people.</p>
${Object.entries(PROBLEMS).map(article).join('\n')}
</html>`;
}

function article([code, { status, title, about }]: [string, Problem]): string {
  return `<article id="${code}">
<h2><code>${code}</code> <small>${status}</small></h2>
<p><strong>${escape(title)}.</strong> ${inline(about)}</p>
</article>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function inline(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
