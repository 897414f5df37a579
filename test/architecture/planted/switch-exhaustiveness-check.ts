export function nextOf(phase: 'open' | 'sent' | 'done'): string | undefined {
  switch (phase) {
    case 'open':
      return 'sent';
    case 'sent':
      return 'done';
  }
  return undefined;
}
