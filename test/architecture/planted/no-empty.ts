try {
  JSON.parse('{');
} catch {}
