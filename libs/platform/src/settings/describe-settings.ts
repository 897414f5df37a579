import type { SettingsTable } from './settings.js';

/** The table of the README: one row for each variable, in the order of the settings. */
export function settingsTable(table: SettingsTable): string {
  const rows = Object.values(table).map(({ variable, form, about, default: fallback }) => {
    const shown = fallback === '' ? '–' : `\`${String(fallback)}\``;
    return `| \`${variable}\` | ${form} | ${shown} | ${about} |`;
  });
  return ['| variable | form | default | what it is |', '|---|---|---|---|', ...rows].join('\n');
}

const WIDTH = 110;

/** `.env.example`: every variable with its default, commented out, so that a copy of it changes nothing. */
export function settingsExample(table: SettingsTable): string {
  const entries = Object.values(table).map(({ variable, about, form, default: fallback }) => {
    const comment = wrap(`${about} (${form.replaceAll('\\|', '|')})`.replaceAll('`', ''));
    return [...comment.map((line) => `# ${line}`), `#${variable}=${String(fallback)}`].join('\n');
  });
  return `# Copy to .env and change what you need. What is commented out is the default.\n\n${entries.join('\n\n')}\n`;
}

function wrap(text: string): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
