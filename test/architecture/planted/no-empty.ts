try {
  decodeURIComponent('%');
} catch {}
