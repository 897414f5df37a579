import { describeCase, describePlan, describeRow } from './describe-case.js';
import type { Examined } from './examine.js';
import { presentCase, presentRepaired } from './present-case.js';
import type { Repaired } from './repair.js';
import type { Case } from './rules/account.js';

export interface Summary extends Examined {
  readonly findings: number;
  /** SKUs that a repair left for a person or for another try; without a repair, all findings. */
  readonly left: number;
}

/** Where the doctor says what it finds, as it finds it: nothing is collected, so it may be a lot. */
export interface Report {
  found(found: Case): void;
  repaired(repaired: Repaired): void;
  end(summary: Summary): void;
}

type Say = (text: string) => void;

export function reportForPeople(say: Say, { repairs }: { readonly repairs: boolean }): Report {
  return {
    found: (found) => say([describeCase(found), ...(repairs ? [] : describePlan(found)), ''].join('\n')),
    repaired: ({ sku, outcome, rows, held, advice, more }) => {
      if (outcome === 'agrees' && rows.length === 0 && !held) return say(`${sku}: agrees now`);
      const written = rows.map((row) => `  wrote ${describeRow(row)}`);
      const counter = held ? [`  set held from ${held.from} to ${held.to}`] : [];
      const state = outcome === 'agrees' ? 'agrees now' : more ? 'goes on' : 'is left';
      return say([`${sku}: ${state}`, ...written, ...counter, ...advice.map((text) => `  ! ${text}`)].join('\n'));
    },
    end: ({ products, movements, findings, left }) => {
      const looked = `${count(products, 'product')} and ${count(movements, 'movement')}`;
      if (findings === 0) return say(`${looked}: counters, ledger and orders agree.`);
      if (repairs) return say(`${looked}: ${count(findings, 'SKU')} did not agree, ${left} left.`);
      const disagree = `${count(findings, 'SKU')} where counters, ledger and orders do not agree`;
      return say(`${looked}: ${disagree}. Nothing was changed; see --repair.`);
    },
  };
}

/** One JSON document, written piece by piece. `more` goes into the summary. */
export function reportForMachines(say: Say, more: object = {}): Report {
  let open: 'findings' | 'repairs' | undefined;
  const add = (list: 'findings' | 'repairs', entry: object): void => {
    const before = open === list ? ',' : open === undefined ? `{"${list}":[` : `],"${list}":[`;
    say(`${before}\n${JSON.stringify(entry)}`);
    open = list;
  };
  return {
    found: (found) => add('findings', presentCase(found)),
    repaired: (repaired) => add('repairs', presentRepaired(repaired)),
    end: (summary) => say(`${open === undefined ? '{"findings":[' : ''}],"summary":${JSON.stringify({ ...summary, ...more })}}`),
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
